"""Every exercise, in the order in which students meet them."""

EXERCISES = [
    "//labs/ch36/exercises/1_capture",
    "//labs/ch36/exercises/2_poll",
    "//labs/ch36/exercises/3_many",
    "//labs/ch36/exercises/4_stop",
    "//labs/ch36/exercises/5_farm",
    "//labs/ch38/exercises/1_lost_update",
]
