package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Results with a history print as in PyTorch 2.13, with the name of the function that made them. */
class RecordedPrintingTest {
    private final Tensor x = arange(6).to(DType.FLOAT32).reshape(2, 3).div(2).detach().requiresGrad_();
    private final Tensor y = arange(6).to(DType.FLOAT32).reshape(2, 3).add(1).detach().requiresGrad_();
    private final Tensor v = tensor(new double[] {1, 2, 3}).requiresGrad_();
    private final Tensor w = arange(12).to(DType.FLOAT32).reshape(4, 3).div(10).detach().requiresGrad_();
    private final Tensor bias = zeros(4).requiresGrad_();
    private final Tensor plane = arange(16).to(DType.FLOAT32).reshape(1, 1, 4, 4).div(4).detach().requiresGrad_();
    private final Tensor kernel = ones(1, 1, 2, 2).requiresGrad_();
    private final Map<String, Supplier<Tensor>> expressions = new LinkedHashMap<>();

    RecordedPrintingTest() {
        elements();
        folds();
        products();
        parts();
        changes();
    }

    private void elements() {
        expressions.put("add", () -> x.add(1));
        expressions.put("sub", () -> x.sub(y));
        expressions.put("rsub", () -> x.rsub(1));
        expressions.put("mul", () -> x.mul(y));
        expressions.put("div", () -> x.div(y));
        expressions.put("neg", x::neg);
        expressions.put("pow", () -> x.pow(2));
        expressions.put("exp", x::exp);
        expressions.put("log", y::log);
        expressions.put("sqrt", y::sqrt);
        expressions.put("abs", x::abs);
        expressions.put("sin", x::sin);
        expressions.put("sigmoid", x::sigmoid);
        expressions.put("tanh", x::tanh);
        expressions.put("relu", x::relu);
        expressions.put("gelu", x::gelu);
        expressions.put("silu", x::silu);
        expressions.put("leaky_relu", x::leakyRelu);
        expressions.put("softplus", x::softplus);
        expressions.put("elu", x::elu);
        expressions.put("clamp", () -> x.clamp(0, 1));
        expressions.put("maximum", () -> x.maximum(y));
        expressions.put("where", () -> where(x.gt(1), x, y));
        expressions.put("lerp", () -> x.lerp(y, 0.5));
        expressions.put("masked_fill", () -> x.maskedFill(x.gt(1), 0));
        expressions.put("to", () -> x.to(DType.FLOAT64));
        expressions.put("float64", () -> x.to(DType.FLOAT64).mul(2));
    }

    private void folds() {
        expressions.put("sum", x::sum);
        expressions.put("sum_dim", () -> x.sum(1));
        expressions.put("mean", x::mean);
        expressions.put("mean_dim", () -> x.mean(0));
        expressions.put("prod", y::prod);
        expressions.put("prod_dim", () -> y.prod(1));
        expressions.put("amax", () -> x.amax(1));
        expressions.put("max", x::max);
        expressions.put("max_dim", () -> x.max(1).values());
        expressions.put("min", x::min);
        expressions.put("logsumexp", () -> x.logsumexp(1));
        expressions.put("var", x::var);
        expressions.put("std", x::std);
        expressions.put("norm", x::norm);
        expressions.put("cumsum", () -> x.cumsum(0));
        expressions.put("softmax", () -> x.softmax(1));
        expressions.put("log_softmax", () -> x.logSoftmax(1));
        expressions.put("topk", () -> x.topk(2).values());
        expressions.put("sort", () -> x.sort().values());
    }

    private void products() {
        expressions.put("mm", () -> x.mm(y.t()));
        expressions.put("matmul", () -> x.matmul(y.t()));
        expressions.put("mv", () -> x.mv(v));
        expressions.put("dot", () -> v.dot(v));
        expressions.put("linear", () -> linear(x, w, bias));
        expressions.put("conv2d", () -> conv2d(plane, kernel));
        expressions.put("max_pool2d", () -> plane.maxPool2d(2));
        expressions.put("avg_pool2d", () -> plane.avgPool2d(2));
        expressions.put("mse_loss", () -> mseLoss(x, y));
        expressions.put("cross_entropy", () -> crossEntropy(x, tensor(new long[] {0, 2})));
        expressions.put("layer_norm", () -> layerNorm(x, 3));
        expressions.put("embedding", () -> embedding(tensor(new long[] {1, 0}), w));
        expressions.put("det", () -> eye(2).mul(x.get(0, 1)).det());
    }

    private void parts() {
        expressions.put("select", () -> x.get(0));
        expressions.put("slice", () -> x.get(all(), from(1)));
        expressions.put("t", x::t);
        expressions.put("transpose", () -> x.transpose(0, 1));
        expressions.put("permute", () -> x.permute(1, 0));
        expressions.put("view", () -> x.view(3, 2));
        expressions.put("reshape", () -> x.reshape(6));
        expressions.put("flatten", x::flatten);
        expressions.put("unsqueeze", () -> x.unsqueeze(0));
        expressions.put("squeeze", () -> x.unsqueeze(0).squeeze(0));
        expressions.put("expand", () -> v.expand(2, 3));
        expressions.put("narrow", () -> x.narrow(1, 0, 2));
        expressions.put("diagonal", x::diagonal);
        expressions.put("index", () -> x.get(tensor(new long[] {1, 0})));
        expressions.put("mask", () -> x.get(x.gt(1)));
        expressions.put("gather", () -> x.gather(1, tensor(new long[][] {{0}, {1}})));
        expressions.put("index_select", () -> x.indexSelect(0, tensor(new long[] {1})));
        expressions.put("cat", () -> cat(List.of(x, y)));
        expressions.put("stack", () -> stack(List.of(v, v)));
        expressions.put("flip", () -> x.flip(0));
        expressions.put("tril", x::tril);
        expressions.put("unbind", () -> x.unbind().getFirst());
        expressions.put("split", () -> x.split(1).get(1));
        expressions.put("chunk", () -> x.chunk(2).getFirst());
        expressions.put("repeat", () -> v.repeat(2));
    }

    private void changes() {
        expressions.put("clone", x::clone);
        expressions.put("add_", () -> x.mul(1).add_(1));
        expressions.put("mul_", () -> x.mul(1).mul_(2));
        expressions.put("zero_", () -> x.mul(1).zero_());
        expressions.put("copy_", () -> x.mul(1).copy_(y));
        expressions.put("set", () -> x.mul(1).set(v, 0));
        expressions.put("set_mask", () -> x.mul(1).set(0, x.gt(1)));
    }

    /**
     * A result and what PyTorch prints for it.
     *
     * @param name of the expression
     * @param text what PyTorch printed
     */
    record Printed(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Printed> printedByPyTorch() throws IOException {
        try (var in = Objects.requireNonNull(RecordedPrintingTest.class.getResourceAsStream("/printing/recorded.txt"))) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceFirst("#.*\n", "");
            return Stream.of(text.strip().split("\n\n(?=[a-z])"))
                .map(part -> new Printed(part.substring(0, part.indexOf('\n')), part.substring(part.indexOf('\n') + 1)));
        }
    }

    @ParameterizedTest
    @MethodSource("printedByPyTorch")
    void a_recorded_result_prints_as_in_pytorch(Printed printed) {
        var expression = Objects.requireNonNull(expressions.get(printed.name()), printed.name());
        assertThat(expression.get().toString()).isEqualTo(printed.text());
    }
}
