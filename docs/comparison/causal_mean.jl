using ChainRulesCore, ChainRulesTestUtils, KernelAbstractions

@kernel function causal_mean_kernel!(y, @Const(x), transposed)
    row = @index(Global)
    n = size(x, 1)
    total = zero(Float64)
    for i in 1:n
        t = transposed ? n + 1 - i : i
        total += transposed ? x[t, row] / t : x[t, row]
        y[t, row] = transposed ? total : total / t
    end
end

function causal_mean(x, transposed=false)
    rows = reshape(x, size(x, 1), :)
    y = similar(rows)
    causal_mean_kernel!(get_backend(x))(y, rows, transposed; ndrange=size(rows, 2))
    return reshape(y, size(x))
end

function ChainRulesCore.rrule(::typeof(causal_mean), x, transposed=false)
    causal_mean_pullback(g) = (NoTangent(), causal_mean(unthunk(g), !transposed), NoTangent())
    return causal_mean(x, transposed), causal_mean_pullback
end

test_rrule(causal_mean, randn(5, 3), false ⊢ NoTangent())
