# Loads a release of Tacit, draws its main figures, and computes any contrast with the right interval. Base R only.
#
#   source("tools/tacit.R")
#   r <- tacit_load(".")                       # the folder of the release; r$cells is data/cells.csv
#   tacit_share(r, "tx_outcome", "medicine", "better")
#   tacit_difference(r, "tx_outcome", "better", "medicine", "talk")
#   tacit_ratio(r, "tx_outcome", "better", "medicine", "talk")
#   tacit_linear(r, c("1" = 1, "2" = 1))       # any sum of counts by cell number, after the tables were made to agree
#   tacit_fraction(r, a, b)                    # any ratio of two such sums
#   tacit_independence(r, "tx_outcome")        # bootstrap that adds the noise again
#   tacit_figure(r, "tx_outcome")              # bars with intervals
#
#   Rscript tools/tacit.R .                    # prints the main tables and writes figures.pdf beside the release
#
# Formulas: Wilson 1927 and Fieller 1954 with the noise added to the sampling variance; generalised least squares over
# data/design_matrix.csv. Intervals are for sampling and noise together.

tacit_z <- qnorm(0.975)

tacit_load <- function(folder = ".") {
  read <- function(name) {
    read.csv(file.path(folder, "data", paste0(name, ".csv")), na.strings = "", encoding = "UTF-8",
             colClasses = c(row = "character", column = "character")[name %in% c("cells", "noisy_raw")])
  }
  cells <- read("cells")
  cells$column[is.na(cells$column)] <- ""
  raw <- read("noisy_raw")
  book <- read("codebook")
  book <- book[book$kind == "level", ]
  variances <- read("variances")
  design <- read("design_matrix")
  n <- nrow(variances)
  equations <- matrix(0, nrow = if (nrow(design)) max(design$equation) else 0, ncol = n)
  equations[cbind(design$equation, design$cell)] <- design$coefficient
  y <- as.numeric(tapply(raw$count_noisy, raw$cell, sum))
  v <- as.numeric(variances$variance[order(variances$cell)])
  # x = y - V E' (E V E')^-1 E y and its covariance; without equations nothing changes.
  ve <- v * t(equations)
  gain <- if (nrow(equations)) ve %*% solve(equations %*% ve) else matrix(0, n, 0)
  list(cells = cells, formed_of = setNames(book$note, paste(book$variable, book$code)), counts = y, variance = v, x = as.numeric(y - gain %*% (equations %*% y)),
       covariance = diag(v, n) - gain %*% t(ve))
}

# A sum of counts as a vector with one coefficient for every cell.
tacit_cell <- function(r, table, row, column = "") {
  found <- r$cells$table == table & r$cells$row == row & r$cells$column == column
  if (sum(found) != 1) stop("there is no such cell: ", table, " ", row, " ", column)
  a <- numeric(length(r$x))
  a[r$cells$cell[found]] <- 1
  a
}
# Whether a level is that of missing answers: TRUE, FALSE, or NA where it also holds others.
tacit_missing <- function(r, variable, code) {
  parts <- strsplit(c(variable, code), "/")
  if (length(parts[[1]]) > 1) return(any(mapply(tacit_missing, parts[[1]], parts[[2]], MoreArgs = list(r = r))))
  formed_of <- unname(r$formed_of[paste(variable, code)])
  held <- strsplit(if (is.na(formed_of)) code else formed_of, ", | and ")[[1]] %in% c("no_answer", "not_asked", "missing")
  if (any(held) && !all(held)) NA else all(held)
}
tacit_row <- function(r, table, row, answered = TRUE) {
  found <- which(r$cells$table == table & r$cells$row == row)
  cells <- r$cells[found, ]
  if (!any(cells$column != "") || any(cells$share_reason %in% "not_measurable"))
    stop("the cells of ", row, " in ", table, " do not add up to people; see data/shares.csv")
  missing <- mapply(tacit_missing, cells$column_variable, cells$column, MoreArgs = list(r = r))
  if (answered && !anyNA(missing)) found <- found[!missing]
  a <- numeric(length(r$x))
  a[r$cells$cell[found]] <- 1
  a
}
tacit_vector <- function(r, a) {
  if (is.null(names(a))) return(a)
  full <- numeric(length(r$x))
  full[as.integer(names(a))] <- a
  full
}
tacit_cov <- function(r, a, b) as.numeric(t(a) %*% r$covariance %*% b)

tacit_linear <- function(r, a) {
  a <- tacit_vector(r, a)
  value <- sum(a * r$x)
  sd <- sqrt(max(0, tacit_cov(r, a, a)))
  c(value = value, low = value - tacit_z * sd, high = value + tacit_z * sd)
}

# Interval of num/den where both carry noise; NA where the base is not clearly above its noise.
tacit_fieller <- function(num, den, var_num, var_den, cov) {
  if (den <= 0 || den < 4 * sqrt(var_den)) return(c(NA, NA))
  people <- max(den, 1)
  a <- den^2 + tacit_z^2 * (people - var_den)
  b <- -2 * num * den - tacit_z^2 * (people - 2 * cov)
  c <- num^2 - tacit_z^2 * var_num
  if (a <= 0) return(c(NA, NA))
  root <- b^2 - 4 * a * c
  ends <- (-b + c(-1, 1) * sqrt(max(0, root))) / (2 * a)
  if (root < 0 || ends[2] < 0 || ends[1] > 1) {  # never a false certainty: the interval of the edge
    edge <- if (num < 0) 0 else den
    return(if (num == edge) c(NA, NA) else tacit_fieller(edge, den, var_num, var_den, cov))
  }
  pmin(1, pmax(0, ends))
}

tacit_fraction <- function(r, a, b) {
  a <- tacit_vector(r, a)
  b <- tacit_vector(r, b)
  num <- sum(a * r$x)
  den <- sum(b * r$x)
  ends <- tacit_fieller(num, den, tacit_cov(r, a, a), tacit_cov(r, b, b), tacit_cov(r, a, b))
  c(value = num / den, low = ends[1], high = ends[2], base = den)
}

tacit_share <- function(r, table, row, column) {
  tacit_fraction(r, tacit_cell(r, table, row, column), tacit_row(r, table, row))
}

# A share with all that a comparison needs: the two sums, their ratio and base, its variance.
tacit_measured <- function(r, table, row, column) {
  a <- tacit_cell(r, table, row, column)
  b <- tacit_row(r, table, row)
  den <- sum(b * r$x)
  q <- sum(a * r$x) / den
  clipped <- min(1, max(0, q))
  var_den <- tacit_cov(r, b, b)
  noise <- tacit_cov(r, a, a) - 2 * clipped * tacit_cov(r, a, b) + clipped^2 * var_den
  list(a = a, b = b, q = q, den = den, publishable = den > 0 && den >= 4 * sqrt(var_den),
       variance = (clipped * (1 - clipped) * max(den, 1) + max(noise, 0)) / den^2)
}
# What two shares have of the same noise: their tables were made to agree.
tacit_shared <- function(r, x, y) tacit_cov(r, x$a - x$q * x$b, y$a - y$q * y$b) / (x$den * y$den)

# Share of `column` in `row` minus that in `other`. People chose: it is not an effect.
tacit_difference <- function(r, table, column, row, other) {
  one <- tacit_measured(r, table, row, column)
  two <- tacit_measured(r, table, other, column)
  if (!one$publishable || !two$publishable) return(c(value = NA, low = NA, high = NA))
  value <- one$q - two$q
  reach <- tacit_z * sqrt(max(0, one$variance + two$variance - 2 * tacit_shared(r, one, two)))
  c(value = value, low = value - reach, high = value + reach)
}

# Risk ratio, on the logarithmic scale; NA where one of the shares is below three standard errors.
tacit_ratio <- function(r, table, column, row, other) {
  one <- tacit_measured(r, table, row, column)
  two <- tacit_measured(r, table, other, column)
  clear <- function(s) s$publishable && s$q > 0 && s$q >= 3 * sqrt(s$variance)
  if (!clear(one) || !clear(two)) return(c(value = NA, low = NA, high = NA))
  value <- one$q / two$q
  reach <- tacit_z * sqrt(max(0, one$variance / one$q^2 + two$variance / two$q^2 -
                                 2 * tacit_shared(r, one, two) / (one$q * two$q)))
  c(value = value, low = value * exp(-reach), high = value * exp(reach))
}

# p-value of "rows and columns of this table are unrelated", missing answers left out: fitted margins, people drawn,
# noise added again.
tacit_independence <- function(r, table, replicates = 999, seed = 1) {
  found <- r$cells[r$cells$table == table, ]
  missing <- mapply(function(row_variable, row, column_variable, column)
    tacit_missing(r, row_variable, row) %in% TRUE || tacit_missing(r, column_variable, column) %in% TRUE,
    found$row_variable, found$row, found$column_variable, found$column)
  found <- found[!missing, ]
  columns <- length(unique(found$column))
  y <- matrix(r$counts[found$cell], ncol = columns, byrow = TRUE)
  variance <- r$variance[found$cell[1]]
  expected <- function(y) {
    rows <- pmax(0.5, rowSums(y))
    cols <- pmax(0.5, colSums(y))
    outer(rows, cols) / sum(cols)
  }
  statistic <- function(y) sum((y - expected(y))^2 / (expected(y) + variance))
  set.seed(seed)
  fitted <- expected(y)
  drawn <- replicate(replicates, {
    people <- matrix(rmultinom(1, max(1, round(sum(fitted))), as.vector(fitted)), nrow = nrow(y))
    statistic(people + rnorm(length(y), 0, sqrt(variance)))
  })
  c(statistic = statistic(y), p = (1 + sum(drawn >= statistic(y))) / (1 + replicates))
}

# Bars with intervals, in the order of the questionnaire.
tacit_figure <- function(r, table) {
  found <- r$cells[r$cells$table == table & !is.na(r$cells$share), ]
  if (!nrow(found)) return(invisible())
  found <- found[rev(seq_len(nrow(found))), ]
  label <- ifelse(is.na(found$column_label), found$row_label, paste(found$row_label, found$column_label, sep = ", "))
  before <- par(mar = c(4, 18, 3, 1))
  on.exit(par(before))
  at <- barplot(pmax(0, found$share), horiz = TRUE, names.arg = substr(label, 1, 44), las = 1, cex.names = 0.6,
                xlim = c(0, 1), col = "#4f7cac", border = NA, main = table, xlab = "Share, with 95 % interval")
  segments(found$share_lo, at, found$share_hi, at, lwd = 2, col = "#16324f")
}

if (sys.nframe() == 0) {
  folder <- c(commandArgs(trailingOnly = TRUE), ".")[1]
  r <- tacit_load(folder)
  for (table in unique(r$cells$table)) {
    found <- r$cells[r$cells$table == table, ]
    cat("\n", table, "\n", sep = "")
    print(found[, c("row", "column", "count_noisy", "count_est", "share", "share_lo", "share_hi", "share_status")],
          row.names = FALSE, digits = 3)
  }
  out <- file.path(dirname(normalizePath(folder)), "figures.pdf")
  pdf(out, width = 9, height = 7)
  for (table in unique(r$cells$table)) tacit_figure(r, table)
  invisible(dev.off())
  cat("\nfigures are in", out, "\n")
}
