package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.OpInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** Calls of every operator of the catalogue in turn, with random arguments by its signature. */
final class NamedCalls implements Family {
    private final List<OpInfo> ops = OpCatalog.ops();

    @Override
    public Call call(long index, Values values) {
        var op = ops.get((int) (index % ops.size()));
        var arguments = new LinkedHashMap<String, Value>();
        for (var param : op.params()) {
            boolean left = param.defaultValue() != null ? values.chance(0.5) : values.wild() && values.chance(0.1);
            if (!left) {
                arguments.put(param.name(), argument(param, values));
            }
        }
        op.fixed().forEach((name, value) -> arguments.put(name, new PlainValue(value)));
        return new NamedCall(op.name(), arguments);
    }

    private static Value argument(OpInfo.Parameter param, Values values) {
        if (values.wild() ? values.chance(0.2) : values.chance(param.nullable() ? 0.2 : 0.005)) {
            return PlainValue.NULL;
        }
        return switch (param.type()) {
            case TENSOR -> tensor(param.name(), values);
            case TENSOR_OR_NUMBER -> values.chance(0.3) ? new PlainValue(values.number()) : values.tensor();
            case TENSORS -> withNull(new ListValue(null, values.tensors()), values);
            case NUMBER -> new PlainValue(values.number());
            case REAL -> new PlainValue(values.real());
            case INTEGER -> new PlainValue(values.integer());
            case FLAG -> new PlainValue(values.chance(0.5));
            case INTEGERS ->
                values.chance(0.2) ? new PlainValue(values.integer()) : withNull(new ListValue(null, values.integers()), values);
            case REALS -> withNull(new ListValue(null, values.reals()), values);
            case DTYPE -> new PlainValue(values.wild() ? "float31" : values.dtype());
            case DEVICE -> new PlainValue(values.device());
            case TEXT -> new PlainValue(values.oneOf(List.of("ij,jk->ik", "ii->i", "", "...i,i->...", "ij,", "i,i,i->")));
            case CONSTANT -> new PlainValue(values.wild() ? "misspelled" : values.oneOf(param.constants()));
            case INDEX -> new ListValue(null, Stream.generate(() -> item(values)).limit(1 + values.below(3)).toList());
        };
    }

    private static ListValue withNull(ListValue list, Values values) {
        if (!values.wild() || list.items().isEmpty()) {
            return list;
        }
        var items = new ArrayList<Value>(list.items());
        items.set(values.below(items.size()), PlainValue.NULL);
        return new ListValue(null, items);
    }

    /** One item of an index, as Python writes it or as Java does. */
    private static Value item(Values values) {
        return switch (values.below(8)) {
            case 0 -> new PlainValue(values.integer());
            case 1 -> new ListValue(null, values.integers());
            case 2 -> new PlainValue(values.chance(0.5));
            case 3 -> new ListValue(null, List.of(new PlainValue(values.chance(0.5)), new PlainValue(values.chance(0.5))));
            default -> IndexValue.random(values);
        };
    }

    /** Integers where the name says that these are places, truth values where it says that these are masks. */
    private static Value tensor(String name, Values values) {
        boolean places = name.contains("ind") || name.contains("target") || name.contains("offsets") || name.contains("lengths");
        return places && values.chance(0.7) ? values.tensor(DType.INT64)
            : name.contains("mask") && values.chance(0.6) ? values.tensor(DType.BOOL) : values.tensor();
    }
}
