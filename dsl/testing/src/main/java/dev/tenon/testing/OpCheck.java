package dev.tenon.testing;

import dev.tenon.tensor.OpListener;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds an operator to what every operator promises, as PyTorch's {@code torch.library.opcheck}, for tests that are written by hand:
 *
 * <pre>{@code
 * opcheck(MyOps::focal, sample(logits, targets, 2.0), sample(logits, targets, 0.5));
 * without(BROADCAST).run((x, w) -> MyOps.linear(x, w).relu(), sample(x, w));
 * opcheck(MyOpsCatalog::call, "focal", Map.of("input", logits, "target", targets));
 * }</pre>
 *
 * <p>Gradients are checked of the operands that require one, or where none does, of all floating ones; they are taken in float64, whatever the
 * samples are, and compared element by element, so samples are best small, and away from kinks. All checks that fail are told at once.
 */
public final class OpCheck {

    /** What is checked. */
    public enum Check {
        /** Operands are not changed, and a result that shares memory with an operand is a view of it or the operand itself. */
        SCHEMA,
        /** The same call gives the same bits. */
        DETERMINISM,
        /** The gradient is the limit of differences: {@link Gradcheck#gradcheck}. */
        GRADIENT,
        /** So is the gradient of the gradient: {@link Gradcheck#gradgradcheck}. */
        SECOND_GRADIENT,
        /** The gradient that can be differentiated again, made of operators, is the one that is computed at once. */
        FUSED,
        /** Operands that do not lie row-major give what others give. */
        STRIDES,
        /** Operands of which one broadcasts give what expanded ones give. Operators that refuse it are left out, unless they are pointwise. */
        BROADCAST,
        /** Operands without elements give a result, or an error that names the operator. */
        EMPTY,
        /** Of every floating dtype the result is that of float64, within its rounding, or the dtype is refused. */
        DTYPES,
        /** On the GPU, emulated where there is none, the results and gradients are those of the CPU, unless there is no kernel for it. */
        DEVICES,
        /** Nothing around the operands is read or written. */
        BOUNDS,
        /** No memory stays in use after a call. */
        MEMORY
    }

    private final Set<Check> checks;

    private OpCheck(Set<Check> checks) {
        this.checks = checks;
    }

    /** All checks but these. */
    public static OpCheck without(Check... left) {
        var checks = EnumSet.allOf(Check.class);
        List.of(left).forEach(checks::remove);
        return new OpCheck(checks);
    }

    /** These checks alone. */
    public static OpCheck only(Check... wanted) {
        var checks = EnumSet.noneOf(Check.class);
        checks.addAll(List.of(wanted));
        return new OpCheck(checks);
    }

    /**
     * Makes all checks of an operator.
     *
     * @param <F> its form, which the samples tell
     * @throws AssertionError that names each check that fails, the sample, and the numbers
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // handed on, and only read there
    public static <F> void opcheck(F operator, Sample<F>... samples) {
        without().run(operator, samples);
    }

    /**
     * Makes all checks of an operator of a catalogue, {@code MyOpsCatalog::call}.
     *
     * @param name in the catalogue
     * @param samples arguments by name
     * @throws AssertionError as above
     */
    @SafeVarargs
    public static void opcheck(OpChecks.Catalog catalog, String name, Map<String, ?>... samples) {
        without().run(catalog, name, samples);
    }

    /**
     * Makes these checks of an operator.
     *
     * @param <F> its form, which the samples tell
     * @throws AssertionError as above
     */
    @SafeVarargs
    public final <F> void run(F operator, Sample<F>... samples) {
        var calls = new ArrayList<Call>();
        for (var sample : samples) {
            calls.add(sample.call("the operator", operator));
        }
        run(calls);
    }

    /**
     * Makes these checks of an operator of a catalogue.
     *
     * @throws AssertionError as above
     */
    @SafeVarargs
    public final void run(OpChecks.Catalog catalog, String name, Map<String, ?>... samples) {
        var calls = new ArrayList<Call>();
        for (var sample : samples) {
            var names = List.copyOf(sample.keySet());
            calls.add(new Call(name, values -> catalog.call(name, named(names, values)), new ArrayList<>(sample.values())));
        }
        run(calls);
    }

    private static Map<String, @Nullable Object> named(List<String> names, List<@Nullable Object> values) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < names.size(); i++) {
            arguments.put(names.get(i), values.get(i));
        }
        return arguments;
    }

    // ---- how ------------------------------------------------------------------------------------------------------------

    private void run(List<Call> calls) {
        Expect.that(!calls.isEmpty(), "opcheck needs a sample\n  try: opcheck(MyOps::focal, sample(x, y))");
        var failures = new ArrayList<String>();
        var failed = EnumSet.noneOf(Check.class);
        for (int i = 0; i < calls.size(); i++) {
            var call = wanting(calls.get(i));
            for (var check : checks) {
                var failure = failure(check, call);
                if (failure != null) {
                    failed.add(check);
                    failures.add("%s, sample %d of %d (%s): %s".formatted(check, i + 1, calls.size(), call.described(), failure));
                }
            }
        }
        if (!failures.isEmpty()) {
            var names = failed.stream().map(Check::name).collect(Collectors.joining(", "));
            throw new AssertionError(
                "%s does not hold what operators promise: %d of %d checks failed\n  %s\n  to leave them out: without(%s).run(...)"
                    .formatted(name(calls.getFirst()), failed.size(), checks.size(),
                        String.join("\n  ", failures).replace("\n", "\n  "), names));
        }
    }

    /** That of the operator, where the call is one of it. */
    private static String name(Call call) {
        var names = new ArrayList<String>();
        try {
            OpListener.listen((op, _, _) -> names.add(op.descriptor().name()), call::results);
        } catch (RuntimeException | AssertionError e) {
            // The checks have told so.
            return call.name();
        }
        return names.size() == 1 ? names.getFirst() : call.name();
    }

    /** Where no operand wants a gradient, all floating ones do. */
    private static Call wanting(Call call) {
        boolean said = call.tensors().stream().anyMatch(Tensor::requiresGrad);
        return said ? call : call.each(tensor -> tensor.dtype().isFloating() ? tensor.detach().requiresGrad_(true) : tensor);
    }

    /** What is wrong, or null. */
    static @Nullable String failure(Check check, Call call) {
        try {
            switch (check) {
                case SCHEMA -> new CallChecks(call).schema();
                case DETERMINISM -> new CallChecks(call).determinism();
                case GRADIENT -> new CallGradients(call).first();
                case SECOND_GRADIENT -> new CallGradients(call).second();
                case FUSED -> new CallGradients(call).fused();
                case STRIDES -> new CallChecks(call).strides();
                case BROADCAST -> new CallChecks(call).broadcast();
                case EMPTY -> new CallChecks(call).empty();
                case DTYPES -> new CallChecks(call).dtypes();
                case DEVICES -> new CallDevices(call).devices();
                case BOUNDS -> new CallChecks(call).bounds();
                case MEMORY -> new CallMemory(call).memory();
            }
            return null;
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}
