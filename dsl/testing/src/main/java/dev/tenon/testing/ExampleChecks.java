package dev.tenon.testing;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Doubles;
import dev.tenon.core.Ints;
import dev.tenon.spi.Op;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the generated tests check of an operator whose entry does not say what operands it can have, as a formula does: its example makes a call
 * of it, and that call is the sample of {@link OpCheck}'s checks, with elements that are a little nearer to 0, and so off kinks.
 */
public final class ExampleChecks {
    private static final double NEARER = 0.01;

    /**
     * A parameter: a tensor, a list of tensors, or what the operator's record holds.
     *
     * @param attribute its value; null for tensors
     */
    private record Parameter(String name, boolean list, boolean differentiable, @Nullable Function<Op, @Nullable Object> attribute) {}

    /** The operator and its operands as a listener is told them. */
    private record Heard(Op op, List<@Nullable Tensor> inputs) {}

    private final OpChecks.Catalog catalog;
    private final String name;
    private final String at;
    private final Runnable example;
    private final List<Parameter> parameters = new ArrayList<>();

    private ExampleChecks(OpChecks.Catalog catalog, String name, String at, Runnable example) {
        this.catalog = catalog;
        this.name = name;
        this.at = at;
        this.example = example;
    }

    /**
     * Checks of an operator of a catalogue.
     *
     * @param name the entry's, with the tag of an overload
     * @param at the entry's place
     * @param example statements that call the operator
     */
    public static ExampleChecks of(OpChecks.Catalog catalog, String name, String at, Runnable example) {
        return new ExampleChecks(catalog, name, at, example);
    }

    /** As this, with an operand. */
    public ExampleChecks tensor(String param, boolean differentiable) {
        parameters.add(new Parameter(param, false, differentiable, null));
        return this;
    }

    /** As this, with a list of operands. */
    public ExampleChecks tensors(String param, boolean differentiable) {
        parameters.add(new Parameter(param, true, differentiable, null));
        return this;
    }

    /**
     * As this, with an attribute.
     *
     * @param <O> the operator's record
     */
    public <O> ExampleChecks attribute(String param, Class<O> record, Function<O, ? extends @Nullable Object> value) {
        parameters.add(new Parameter(param, false, false, op -> value.apply(record.cast(op))));
        return this;
    }

    /** Makes one of the checks. */
    public void check(OpCheck.Check check) {
        var call = call();
        var failure = OpCheck.failure(check, call);
        Expect.that(failure == null, "%s: %s(%s): %s%s".formatted(at, name, call.described(), failure, hint(check)));
    }

    private static String hint(OpCheck.Check check) {
        return check == OpCheck.Check.GRADIENT || check == OpCheck.Check.SECOND_GRADIENT
            ? "\n  fix: mend the gradient, or the example where it is at a kink; where the gradient on purpose is another, say 'surrogate: reason'"
            : "";
    }

    // ---- the call of the example ----------------------------------------------------------------------------------------

    private Call call() {
        var heard = heard();
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        int lists = (int) parameters.stream().filter(Parameter::list).count();
        int singles = (int) parameters.stream().filter(p -> !p.list() && p.attribute() == null).count();
        Expect.that(lists <= 1, at + ": " + name + " has several lists of tensors");
        int next = 0;
        for (var param : parameters) {
            if (param.attribute() != null) {
                arguments.put(param.name(), argument(param.attribute().apply(heard.op())));
            } else if (param.list()) {
                var tensors = new ArrayList<Tensor>();
                for (int n = heard.inputs().size() - singles; n > 0; n--) {
                    tensors.add(operand(heard.inputs().get(next++), param));
                }
                arguments.put(param.name(), tensors);
            } else {
                arguments.put(param.name(), operand(heard.inputs().get(next++), param));
            }
        }
        var names = List.copyOf(arguments.keySet());
        return new Call(name, values -> catalog.call(called(), named(names, values)), new ArrayList<>(arguments.values()));
    }

    private String called() {
        return name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    }

    private static Map<String, @Nullable Object> named(List<String> names, List<@Nullable Object> values) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < names.size(); i++) {
            arguments.put(names.get(i), values.get(i));
        }
        return arguments;
    }

    private Heard heard() {
        var heard = new ArrayList<Heard>();
        PrintedExamples.printed(() -> OpListener.listen(OpListener.withParts((op, inputs, _) -> {
            if (heard.isEmpty() && op.descriptor().name().equals(name)) {
                heard.add(new Heard(op, new ArrayList<>(inputs)));
            }
        }), example));
        Expect.that(!heard.isEmpty(), at + ": the example of " + name + " does not call it\n  fix: end it with a call of the operator");
        return heard.getFirst();
    }

    private static @Nullable Tensor operand(@Nullable Tensor tensor, Parameter param) {
        if (tensor == null || !tensor.dtype().isFloating()) {
            return tensor;
        }
        var random = new Random(5);
        var values = Arrays.stream(tensor.toDoubleArray()).map(value -> value * (1 - NEARER * random.nextDouble())).toArray();
        return Creation.of(values, DType.FLOAT64, Device.CPU, tensor.shape().toArray()).to(tensor.dtype())
            .requiresGrad_(param.differentiable());
    }

    /** The value of a record as a catalogue takes it. */
    private static @Nullable Object argument(@Nullable Object value) {
        return switch (value) {
            case Ints ints -> Arrays.stream(ints.toArray()).boxed().toList();
            case Doubles numbers -> Arrays.stream(numbers.toArray()).boxed().toList();
            case Enum<?> constant when !(constant instanceof DType) -> constant.name().toLowerCase(Locale.ROOT);
            case null, default -> value;
        };
    }
}
