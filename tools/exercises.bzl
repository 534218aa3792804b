"""Every exercise, in the order in which students meet them."""

EXERCISES = [
    "//labs/ch36/exercises/1_capture",
    "//labs/ch36/exercises/2_poll",
    "//labs/ch36/exercises/3_many",
    "//labs/ch36/exercises/4_stop",
    "//labs/ch36/exercises/5_farm",
    "//labs/ch37/exercises/1_factorise",
    "//labs/ch37/exercises/2_overlap",
    "//labs/ch37/exercises/3_first_error",
    "//labs/ch37/exercises/4_stop",
    "//labs/ch37/exercises/5_gil",
    "//labs/ch38/exercises/1_lost_update",
    "//labs/ch38/exercises/2_transfer",
    "//labs/ch38/exercises/3_bounded_queue",
    "//labs/ch38/exercises/4_reader_cache",
    "//labs/ch38/exercises/5_log_pipeline",
]
