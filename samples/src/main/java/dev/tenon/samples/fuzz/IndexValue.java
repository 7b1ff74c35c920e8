package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.tensor.Index;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** One part of an index. */
record IndexValue(Kind kind, List<Long> numbers, @Nullable TensorValue places) implements Value {
    /** What it says. */
    enum Kind {
        AT, SLICE, ELLIPSIS, NEW_AXIS, TAKE
    }

    @Override
    public Index make(World world) {
        return switch (kind) {
            case AT -> Index.at(numbers.getFirst());
            case SLICE -> new Index.Slice(numbers.get(0), numbers.get(1), numbers.get(2));
            case ELLIPSIS -> Index.ellipsis();
            case NEW_AXIS -> Index.newAxis();
            case TAKE -> Index.take((Tensor) Objects.requireNonNull(places).make(world));
        };
    }

    @Override
    public String java() {
        var inner = numbers.stream().map(number -> new PlainValue(number).java()).collect(Collectors.joining(", "));
        return switch (kind) {
            case AT -> "at(" + inner + ")";
            case SLICE -> "slice(" + inner + ")";
            case ELLIPSIS -> "ellipsis()";
            case NEW_AXIS -> "newAxis()";
            case TAKE -> "Index.take(" + Objects.requireNonNull(places).java() + ")";
        };
    }

    @Override
    public List<IndexValue> simpler() {
        if (places != null) {
            return places.simpler().stream().map(simpler -> new IndexValue(kind, numbers, simpler)).toList();
        }
        var zero = new IndexValue(Kind.AT, List.of(0L), null);
        return equals(zero) ? List.of() : List.of(zero);
    }

    /** A random part of an index. */
    static IndexValue random(Values values) {
        return switch (values.below(8)) {
            case 0 -> new IndexValue(Kind.ELLIPSIS, List.of(), null);
            case 1 -> new IndexValue(Kind.NEW_AXIS, List.of(), null);
            case 2, 3 -> new IndexValue(Kind.SLICE, LongStream.range(0, 3).mapToObj(_ -> values.integer()).toList(), null);
            case 4, 5 -> new IndexValue(Kind.TAKE, List.of(), values.tensor(values.chance(0.4) ? DType.BOOL : DType.INT64));
            default -> new IndexValue(Kind.AT, List.of(values.integer()), null);
        };
    }
}
