package dev.tenon.samples.trace;

import dev.tenon.spi.InPlaceOp;
import dev.tenon.spi.Op;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.OpInfo;
import dev.tenon.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call as one reads it in a program: the operator, and behind each parameter's name the shape of a tensor or the value of an attribute. */
final class CallText {
    private static final Map<String, OpInfo> OPERATORS = OpCatalog.ops().stream()
        .collect(Collectors.toMap(OpInfo::key, Function.identity(), (first, second) -> first));

    private CallText() {}

    static String of(Op call, List<@Nullable Tensor> inputs) {
        var op = call instanceof InPlaceOp inPlace ? inPlace.op() : call;
        var info = OPERATORS.get(op.descriptor().name());
        var attributes = attributes(op);
        var arguments = info == null || info.params().size() < attributes.size() ? unordered(op, inputs, attributes)
            : ordered(info.params(), inputs, attributes);
        return call.descriptor().called() + "(" + String.join(", ", arguments) + ")";
    }

    /** The components of the record, in the order of the signature. */
    private static List<Map.Entry<String, Optional<Object>>> attributes(Op op) {
        var attributes = new ArrayList<Map.Entry<String, Optional<Object>>>();
        if (op.getClass().isRecord()) {
            for (var component : op.getClass().getRecordComponents()) {
                try {
                    attributes.add(Map.entry(component.getName(), Optional.ofNullable(component.getAccessor().invoke(op))));
                } catch (ReflectiveOperationException _) {
                    // A record that is not public keeps its attributes to itself.
                    attributes.add(Map.entry(component.getName(), Optional.empty()));
                }
            }
        }
        return attributes;
    }

    private static List<String> ordered(List<OpInfo.Parameter> params, List<@Nullable Tensor> inputs,
        List<Map.Entry<String, Optional<Object>>> attributes) {
        var arguments = new ArrayList<String>();
        int singles = (int) params.stream().filter(param -> isTensor(param) && param.type() != OpInfo.Type.TENSORS).count();
        int next = 0;
        Deque<Optional<Object>> values = new ArrayDeque<>(attributes.stream().map(Map.Entry::getValue).toList());
        for (var param : params) {
            if (isTensor(param)) {
                int count = param.type() == OpInfo.Type.TENSORS ? inputs.size() - singles : 1;
                var shapes = shapes(inputs.subList(next, Math.min(next + count, inputs.size())));
                next += count;
                if (param.type() == OpInfo.Type.TENSORS || !shapes.isEmpty()) {
                    arguments.add(param.name() + " " + (param.type() == OpInfo.Type.TENSORS ? "[" + shapes + "]" : shapes));
                }
            } else if (!values.isEmpty()) {
                values.remove().ifPresent(value -> arguments.add(param.name() + " " + text(value)));
            }
        }
        return arguments;
    }

    /** What the catalogue does not know, such as an operator that others are made of: its tensors first. */
    private static List<String> unordered(Op op, List<@Nullable Tensor> inputs, List<Map.Entry<String, Optional<Object>>> attributes) {
        var names = op.descriptor().inputNames();
        var arguments = new ArrayList<String>();
        for (int i = 0; i < inputs.size(); i++) {
            var shapes = shapes(inputs.subList(i, i + 1));
            if (!shapes.isEmpty()) {
                arguments.add(names.get(Math.min(i, names.size() - 1)) + " " + shapes);
            }
        }
        attributes.forEach(attribute -> attribute.getValue().ifPresent(value -> arguments.add(attribute.getKey() + " " + text(value))));
        return arguments;
    }

    private static boolean isTensor(OpInfo.Parameter param) {
        return Stream.of(OpInfo.Type.TENSOR, OpInfo.Type.TENSOR_OR_NUMBER, OpInfo.Type.TENSORS).anyMatch(type -> type == param.type());
    }

    private static String shapes(List<@Nullable Tensor> tensors) {
        return tensors.stream().filter(tensor -> tensor != null).map(tensor -> tensor.shape().toString()).collect(Collectors.joining(", "));
    }

    /** A value as PyTorch writes it. */
    private static String text(Object value) {
        return switch (value) {
            case Double number -> number.toString().replaceFirst("\\.0E", "E").replaceFirst("E-(\\d)$", "E-0$1").replace('E', 'e');
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            default -> value.toString();
        };
    }
}
