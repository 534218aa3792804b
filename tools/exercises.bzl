"""Every exercise, in the order in which students meet them."""

EXERCISES = [
    "//labs/ch36/exercises/1_capture",
    "//labs/ch37/exercises/1_factorise",
    "//labs/ch37/exercises/2_overlap",
    "//labs/ch37/exercises/3_first_error",
    "//labs/ch37/exercises/4_stop",
    "//labs/ch37/exercises/5_gil",
    "//labs/ch38/exercises/1_lost_update",
]
