"""Every exercise, in the order in which students meet them."""

EXERCISES = [
    "//labs/ch36/exercises/1_capture",
    "//labs/ch38/exercises/1_lost_update",
    "//labs/ch38/exercises/2_transfer",
    "//labs/ch38/exercises/3_bounded_queue",
    "//labs/ch38/exercises/4_reader_cache",
    "//labs/ch38/exercises/5_log_pipeline",
]
