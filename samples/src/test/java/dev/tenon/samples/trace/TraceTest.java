package dev.tenon.samples.trace;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ShapeException;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a listener prints of the calls of a transformer. */
class TraceTest {
    private static final Pattern NAME = Pattern.compile("\\s*([\\w.]+)\\(.*");

    private final SmallTransformer transformer = new SmallTransformer();

    @Test
    void a_transformer_calls_the_operators_of_its_layers_and_not_their_parts() {
        assertThat(names(trace(false, () -> transformer.forward(SmallTransformer.tokens())))).containsExactly("embedding", //
            "layer_norm", "linear", "chunk", "unflatten", "transpose", "unflatten", "transpose", "unflatten", "transpose",
            "scaled_dot_product_attention", "transpose", "flatten", "linear", "dropout", "add", "layer_norm", "linear", "gelu", "linear",
            "dropout", "add", //
            "layer_norm", "linear", "chunk", "unflatten", "transpose", "unflatten", "transpose", "unflatten", "transpose",
            "scaled_dot_product_attention", "transpose", "flatten", "linear", "dropout", "add", "layer_norm", "linear", "gelu", "linear",
            "dropout", "add", //
            "layer_norm", "linear");
    }

    @Test
    void a_call_shows_its_arguments_in_the_order_of_the_signature() {
        assertThat(trace(false, () -> transformer.forward(SmallTransformer.tokens()))).contains(
            "layer_norm(input [2, 5, 16], normalized_shape [16], weight [16], bias [16], eps 1e-05) -> [2, 5, 16]",
            "linear(input [2, 5, 16], weight [48, 16], bias [48]) -> [2, 5, 48]",
            "chunk(input [2, 5, 48], chunks 3, dim -1) -> [2, 5, 16], [2, 5, 16], [2, 5, 16]",
            "gelu(input [2, 5, 64], approximate none) -> [2, 5, 64]");
    }

    @Test
    void the_parts_of_a_call_follow_it_indented_when_they_are_asked_for() {
        var x = ones(2, 4);
        var lines = trace(true, () -> Ops.layerNorm(x, 4));
        assertThat(lines.getFirst()).startsWith("layer_norm(");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("  native_layer_norm(input [2, 4], "));
        assertThat(lines.subList(1, lines.size())).allSatisfy(line -> assertThat(line).startsWith("  "));
    }

    @Test
    void tensors_of_a_list_and_forms_in_place_are_shown() {
        var x = ones(2, 2);
        assertThat(trace(false, () -> {
            Ops.cat(List.of(x, x), 0);
            x.add_(x);
            x.zero_();
            x.set(7, 0, 1);
        })).containsExactly("cat(tensors [[2, 2], [2, 2]], dim 0) -> [4, 2]", "add_(input [2, 2], other [2, 2], alpha 1) -> [2, 2]",
            "zero_(x [2, 2]) -> [2, 2]", "set(input [2, 2], value [], index [At[position=0], At[position=1]]) -> [2, 2]");
    }

    @Test
    void a_call_that_fails_says_so() {
        var x = ones(2, 2);
        var lines = new ArrayList<String>();
        assertThatThrownBy(() -> OpListener.listen(new Trace(true, lines::add), () -> Ops.flatten(x, 1, 0)))
            .isInstanceOf(ShapeException.class);
        assertThat(lines).containsExactly(
            "flatten(input [2, 2], start_dim 1, end_dim 0) -> failed: flatten: start_dim 1 must not come after end_dim 0");
    }

    private static List<String> trace(boolean parts, Runnable work) {
        var lines = new ArrayList<String>();
        OpListener.listen(new Trace(parts, lines::add), work);
        return lines;
    }

    private static List<String> names(List<String> lines) {
        return lines.stream().map(NAME::matcher).map(matcher -> matcher.matches() ? matcher.group(1) : "?").toList();
    }
}
