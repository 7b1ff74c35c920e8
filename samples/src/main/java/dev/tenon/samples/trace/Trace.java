package dev.tenon.samples.trace;

import dev.tenon.spi.Op;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a line for every call when it has ended, its parts behind it and indented. */
final class Trace implements OpListener {
    private static final String INDENT = "  ";

    private final boolean parts;
    private final Consumer<String> lines;
    private final Deque<Call> open = new ArrayDeque<>();

    /** A call that has begun, and the lines of those of its parts that have ended. */
    private record Call(String text, List<String> parts) {}

    Trace(boolean parts, Consumer<String> lines) {
        this.parts = parts;
        this.lines = lines;
    }

    @Override
    public boolean inside(Op op) {
        return parts;
    }

    @Override
    public void begun(Op op, List<@Nullable Tensor> inputs) {
        open.push(new Call(CallText.of(op, inputs), new ArrayList<>()));
    }

    @Override
    public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        end(outputs.stream().map(output -> output.shape().toString()).collect(Collectors.joining(", ")));
    }

    @Override
    public void failed(Op op, List<@Nullable Tensor> inputs, Throwable cause) {
        end("failed: " + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    }

    private void end(String result) {
        var call = Objects.requireNonNull(open.poll());
        var own = new ArrayList<String>();
        own.add(call.text + " -> " + result);
        call.parts.forEach(line -> own.add(INDENT + line));
        if (open.isEmpty()) {
            own.forEach(lines);
        } else {
            open.element().parts.addAll(own);
        }
    }
}
