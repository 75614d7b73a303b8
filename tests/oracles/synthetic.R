# Input for the reference values, made by a formula that gives the same numbers here and in Python (tests/statistics/conftest.py):
# a Lehmer generator whose products are exact in double precision, and arithmetic without logarithms.

uniform <- function(n, seed) {
  u <- numeric(n)
  x <- seed
  for (i in seq_len(n)) {
    x <- (16807 * x) %% 2147483647
    u[i] <- x / 2147483647
  }
  u
}

# kind: "distinct" (no two times equal), "tied" (times rounded up to whole units, few of them)
cohort <- function(kind, n, seed) {
  u <- matrix(uniform(9 * n, seed), nrow = n, byrow = TRUE)
  x1 <- floor(u[, 1] * 1000) / 100 - 5
  x2 <- as.numeric(u[, 2] < 0.4)
  x3 <- floor(u[, 3] * 7)
  raw <- 40 * u[, 4] / (1.2 - u[, 4]) / (1 + x2 + 0.1 * x3 + 0.05 * (x1 + 5))
  time <- if (kind == "tied") ceiling(raw) else raw
  data.frame(
    time = time,
    event = as.numeric(u[, 5] < 0.65),
    cause = ifelse(u[, 5] < 0.4, 1, ifelse(u[, 5] < 0.65, 2, 0)),
    entry = if (kind == "tied") pmax(floor(time * u[, 6] * 1.4 - 0.6 * time), -1) else pmax(time * (u[, 6] * 1.4 - 0.6), 0) * 0.9,
    x1 = x1, x2 = x2, x3 = x3,
    group = 1 + (floor(u[, 7] * 3)),
    stratum = 1 + (floor(u[, 8] * 4)),
    weight = 1 + floor(u[, 9] * 4),
    share = 0.5 + floor(u[, 9] * 8) / 4
  )
}

# every subject with follow-up over 2 in two rows, x2 turning to 1 - x2 in between
split_rows <- function(d) {
  cut <- floor(d$time / 2)
  two <- d$time > 2
  first <- d
  first$entry <- 0
  first$time[two] <- cut[two]
  first$event[two] <- 0
  second <- d[two, ]
  second$entry <- cut[two]
  second$x2 <- 1 - second$x2
  rbind(first, second)
}

# one line per statistic: case, statistic, values with 17 digits parted by spaces
emit <- function(case, statistic, values) {
  values <- as.vector(values)
  text <- ifelse(is.na(values), "nan", trimws(formatC(values, digits = 17, format = "g")))
  cat(paste(case, statistic, paste(text, collapse = " "), sep = ","), "\n", sep = "")
}
