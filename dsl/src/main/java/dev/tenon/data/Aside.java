package dev.tenon.data;

import dev.tenon.core.Device;
import dev.tenon.memory.Scope;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Tensors put aside when the scope they were made in ends. Small ones share a block with all that the scope made, which a single one of them
 * would keep: they are copied, and made anew when they are asked for.
 */
final class Aside {
    /** What shares blocks is smaller. */
    private static final long SMALL = 4 << 10;

    private Aside() {}

    /** A sample that stays as long as something refers to it. */
    static Supplier<Sample> of(Sample sample) {
        var inputs = of(sample.inputs(), Tensor::escape);
        var targets = of(sample.targets(), Tensor::escape);
        return () -> new Sample(made(inputs), made(targets));
    }

    /** A batch that goes to the scope around {@code ending}, when it is asked for after its end; tensors that were there before stay where they are. */
    static Supplier<BatchSource.Made> of(Batch batch, Scope ending) {
        var others = batch.tensors().stream().filter(part -> !part.belongsTo(ending)).toList();
        var inputs = of(batch.inputs(), part -> part.keepFrom(ending));
        var targets = of(batch.targets(), part -> part.keepFrom(ending));
        return () -> {
            var again = new Batch(made(inputs), made(targets));
            return new BatchSource.Made(again, again.tensors().stream().filter(part -> !others.contains(part)).toList());
        };
    }

    private static Map<String, Supplier<Tensor>> of(Map<String, Tensor> parts, UnaryOperator<Tensor> keep) {
        var aside = new LinkedHashMap<String, Supplier<Tensor>>();
        parts.forEach((name, part) -> aside.put(name, of(part, keep)));
        return aside;
    }

    private static Supplier<Tensor> of(Tensor tensor, UnaryOperator<Tensor> keep) {
        if (!tensor.device().equals(Device.CPU) || tensor.numel() * tensor.dtype().bytes() > SMALL) {
            var kept = keep.apply(tensor);
            return () -> kept;
        }
        var dtype = tensor.dtype();
        var shape = tensor.shape().toArray();
        var bytes = tensor.segment().toArray(ValueLayout.JAVA_BYTE);
        return () -> Creation.of(MemorySegment.ofArray(bytes), dtype, Device.CPU, shape);
    }

    private static Map<String, Tensor> made(Map<String, Supplier<Tensor>> parts) {
        var made = new LinkedHashMap<String, Tensor>();
        parts.forEach((name, part) -> made.put(name, part.get()));
        return made;
    }
}
