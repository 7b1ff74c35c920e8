package dev.tenon.profile;

import dev.tenon.nn.Layer;
import dev.tenon.nn.LayerListener;
import dev.tenon.spi.Op;
import dev.tenon.spi.OpDescriptor;
import dev.tenon.tensor.GradFn;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** What one thread does, as it hears of it. */
final class Recording implements OpListener, LayerListener {
    /** How far is looked for the functions of the parts of an operator. */
    private static final int MOST_FUNCTIONS = 64;

    private final long zero;
    private final boolean parts;
    private final Networks networks;
    private final Thread thread = Thread.currentThread();
    private final List<Span> spans = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    /** The layers whose calls made them; gone with the graph. */
    private final Map<GradFn, String> layers = new WeakHashMap<>();

    /** What has begun and not ended. */
    private static final class Open {
        final String path;
        final boolean backward;
        final @Nullable Layer layer;
        final long start = System.nanoTime();
        long within;
        long bytes;

        Open(String path, boolean backward, @Nullable Layer layer) {
            this.path = path;
            this.backward = backward;
            this.layer = layer;
        }
    }

    Recording(long zero, boolean parts, Networks networks) {
        this.zero = zero;
        this.parts = parts;
        this.networks = networks;
    }

    List<Span> spans() {
        return spans;
    }

    private String path() {
        return open.isEmpty() ? "" : open.element().path;
    }

    private boolean isBackward() {
        return !open.isEmpty() && open.element().backward;
    }

    private void end(Span.Kind kind, String name, long bytes) {
        long now = System.nanoTime();
        var ended = open.pop();
        long nanos = now - ended.start;
        long all = ended.bytes == 0 ? bytes : ended.bytes;
        spans.add(new Span(kind, name, ended.path, ended.backward, thread.threadId(), thread.getName(), ended.start - zero, nanos,
            nanos - ended.within, all));
        if (!open.isEmpty()) {
            open.element().within += nanos;
            open.element().bytes += all;
        }
    }

    // ---- layers -----------------------------------------------------------------------------------------------------

    @Override
    public void entered(Layer layer, List<Tensor> inputs) {
        open.push(new Open(networks.path(layer, path()), isBackward(), layer));
    }

    @Override
    public void left(Layer layer, List<Tensor> inputs, List<Tensor> outputs) {
        leave(layer);
    }

    @Override
    public void failed(Layer layer, Throwable cause) {
        leave(layer);
    }

    private void leave(Layer layer) {
        var ended = open.element();
        var around = open.stream().skip(1).findFirst();
        if (around.isPresent() && around.get().layer == layer) {
            // The call of all outputs has come to the call of one: that is one call.
            open.pop();
            around.get().within += ended.within;
            around.get().bytes += ended.bytes;
        } else {
            end(Span.Kind.LAYER, Networks.kind(layer), 0);
        }
    }

    // ---- operators --------------------------------------------------------------------------------------------------

    @Override
    public boolean inside(Op op) {
        return parts;
    }

    @Override
    public void begun(Op op, List<@Nullable Tensor> inputs) {
        open.push(new Open(path(), isBackward(), null));
    }

    @Override
    public void applied(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        end(Span.Kind.OPERATOR, op.descriptor().called(), allocated(inputs, outputs));
        note(op, inputs, outputs);
    }

    @Override
    public void failed(Op op, List<@Nullable Tensor> inputs, Throwable cause) {
        end(Span.Kind.OPERATOR, op.descriptor().called(), 0);
    }

    private static long allocated(List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        long bytes = 0;
        for (int i = 0; i < outputs.size(); i++) {
            var output = outputs.get(i);
            boolean shared = inputs.stream().anyMatch(input -> input != null && output.sharesStorage(input))
                || outputs.subList(0, i).stream().anyMatch(output::sharesStorage);
            bytes += shared ? 0 : output.numel() * output.dtype().bytes();
        }
        return bytes;
    }

    /** Notes the layer of the functions that will differentiate a call; one that has parts may have several. */
    private void note(Op op, List<@Nullable Tensor> inputs, List<Tensor> outputs) {
        var path = path();
        if (path.isEmpty()) {
            return;
        }
        var found = new ArrayDeque<GradFn>();
        outputs.forEach(output -> add(found, output.gradFn(), path));
        boolean whole = op.descriptor().kind() != OpDescriptor.Kind.COMPOSITE;
        var given = inputs.stream().map(input -> input == null ? null : input.gradFn()).filter(Objects::nonNull).toList();
        for (int i = 0; i < MOST_FUNCTIONS && !whole && !found.isEmpty(); i++) {
            for (var next : found.remove().next()) {
                if (next.function() != null && given.stream().noneMatch(function -> function == next.function())) {
                    add(found, next.function(), path);
                }
            }
        }
    }

    private void add(Deque<GradFn> found, @Nullable GradFn function, String path) {
        if (function != null && layers.putIfAbsent(function, path) == null) {
            found.add(function);
        }
    }

    // ---- backward ---------------------------------------------------------------------------------------------------

    @Override
    public void differentiating(GradFn function) {
        open.push(new Open(layers.getOrDefault(function, ""), true, null));
    }

    @Override
    public void differentiated(GradFn function) {
        end(Span.Kind.FUNCTION, function.function(), 0);
    }
}
