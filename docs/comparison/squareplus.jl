using ChainRulesCore, ChainRulesTestUtils

squareplus(x, b=4) = max(x, 0) + b / (2 * (sqrt(x^2 + b) + abs(x)))
@scalar_rule squareplus(x, b) ((1 + x / sqrt(x^2 + b)) / 2, 1 / (4 * sqrt(x^2 + b)))

test_rrule(squareplus, 0.3, 4.0)
