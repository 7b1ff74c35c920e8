package dev.tenon.wrong;

import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Operators of the same form, by their spec names. */
final class Operators {
    /** An operator that takes a dimension. */
    interface Along {
        Object apply(Tensor input, long dim);
    }

    private Operators() {}

    static Map<String, UnaryOperator<Tensor>> unary() {
        var ops = new LinkedHashMap<String, UnaryOperator<Tensor>>();
        ops.put("abs", Ops::abs);
        ops.put("neg", Ops::neg);
        ops.put("sign", Ops::sign);
        ops.put("exp", Ops::exp);
        ops.put("exp2", Ops::exp2);
        ops.put("expm1", Ops::expm1);
        ops.put("log", Ops::log);
        ops.put("log2", Ops::log2);
        ops.put("log10", Ops::log10);
        ops.put("log1p", Ops::log1p);
        ops.put("sqrt", Ops::sqrt);
        ops.put("rsqrt", Ops::rsqrt);
        ops.put("square", Ops::square);
        ops.put("reciprocal", Ops::reciprocal);
        ops.put("sin", Ops::sin);
        ops.put("cos", Ops::cos);
        ops.put("tan", Ops::tan);
        ops.put("asin", Ops::asin);
        ops.put("acos", Ops::acos);
        ops.put("atan", Ops::atan);
        ops.put("sinh", Ops::sinh);
        ops.put("cosh", Ops::cosh);
        ops.put("tanh", Ops::tanh);
        ops.put("sigmoid", Ops::sigmoid);
        ops.put("erf", Ops::erf);
        ops.put("ceil", Ops::ceil);
        ops.put("floor", Ops::floor);
        ops.put("round", Ops::round);
        ops.put("trunc", Ops::trunc);
        ops.put("relu", Ops::relu);
        ops.put("softsign", Ops::softsign);
        ops.put("isnan", Ops::isnan);
        ops.put("sum", Ops::sum);
        ops.put("mean", Ops::mean);
        ops.put("amax", Ops::amax);
        ops.put("argmax", Ops::argmax);
        ops.putAll(floatingOnly());
        return ops;
    }

    /** Operators that integers have no meaning for. */
    static Map<String, UnaryOperator<Tensor>> floatingOnly() {
        var ops = new LinkedHashMap<String, UnaryOperator<Tensor>>();
        ops.put("leaky_relu", Ops::leakyRelu);
        ops.put("elu", Ops::elu);
        ops.put("selu", Ops::selu);
        ops.put("celu", Ops::celu);
        ops.put("gelu", Ops::gelu);
        ops.put("silu", Ops::silu);
        ops.put("mish", Ops::mish);
        ops.put("softplus", Ops::softplus);
        ops.put("hardswish", Ops::hardswish);
        ops.put("hardsigmoid", Ops::hardsigmoid);
        return ops;
    }

    static Map<String, BinaryOperator<Tensor>> binary() {
        var ops = new LinkedHashMap<String, BinaryOperator<Tensor>>();
        ops.put("add", Ops::add);
        ops.put("sub", Ops::sub);
        ops.put("mul", Ops::mul);
        ops.put("div", Ops::div);
        ops.put("pow", Ops::pow);
        ops.put("atan2", Ops::atan2);
        ops.put("maximum", Ops::maximum);
        ops.put("minimum", Ops::minimum);
        ops.put("fmod", Ops::fmod);
        ops.put("remainder", Ops::remainder);
        ops.put("floor_divide", Ops::floorDivide);
        ops.put("eq", Ops::eq);
        ops.put("ne", Ops::ne);
        ops.put("lt", Ops::lt);
        ops.put("le", Ops::le);
        ops.put("gt", Ops::gt);
        ops.put("ge", Ops::ge);
        ops.put("logical_and", Ops::logicalAnd);
        ops.put("logical_or", Ops::logicalOr);
        ops.put("logical_xor", Ops::logicalXor);
        return ops;
    }

    static Map<String, BinaryOperator<Tensor>> bitwise() {
        var ops = new LinkedHashMap<String, BinaryOperator<Tensor>>();
        ops.put("bitwise_and", Ops::bitwiseAnd);
        ops.put("bitwise_or", Ops::bitwiseOr);
        ops.put("bitwise_xor", Ops::bitwiseXor);
        return ops;
    }

    static Map<String, Along> along() {
        var ops = new LinkedHashMap<String, Along>();
        ops.put("sum", (x, dim) -> Ops.sum(x, dim));
        ops.put("mean", (x, dim) -> Ops.mean(x, dim));
        ops.put("prod", (x, dim) -> Ops.prod(x, dim));
        ops.put("amax", (x, dim) -> Ops.amax(x, dim));
        ops.put("amin", (x, dim) -> Ops.amin(x, dim));
        ops.put("argmax", (x, dim) -> Ops.argmax(x, dim));
        ops.put("argmin", (x, dim) -> Ops.argmin(x, dim));
        ops.put("all", (x, dim) -> Ops.all(x, dim));
        ops.put("any", (x, dim) -> Ops.any(x, dim));
        ops.put("var", (x, dim) -> Ops.var(x, dim));
        ops.put("std", (x, dim) -> Ops.std(x, dim));
        ops.put("max", (x, dim) -> Ops.max(x, dim));
        ops.put("min", (x, dim) -> Ops.min(x, dim));
        ops.put("logsumexp", (x, dim) -> Ops.logsumexp(x, dim));
        ops.put("cumsum", (x, dim) -> Ops.cumsum(x, dim));
        ops.put("cumprod", (x, dim) -> Ops.cumprod(x, dim));
        ops.put("count_nonzero", (x, dim) -> Ops.countNonzero(x, dim));
        ops.put("softmax", (x, dim) -> Ops.softmax(x, dim));
        ops.put("log_softmax", (x, dim) -> Ops.logSoftmax(x, dim));
        ops.put("squeeze", (x, dim) -> Ops.squeeze(x, dim));
        ops.put("unbind", (x, dim) -> Ops.unbind(x, dim));
        ops.put("flip", (x, dim) -> Ops.flip(x, dim));
        ops.put("sort", (x, dim) -> Ops.sort(x, dim));
        return ops;
    }
}
