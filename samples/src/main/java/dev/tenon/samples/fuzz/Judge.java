package dev.tenon.samples.fuzz;

import dev.tenon.core.DType;
import dev.tenon.core.MissedCheckException;
import dev.tenon.core.ReleasedException;
import dev.tenon.core.TenonException;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a call, uses its results and says what is wrong: everything but a result or an exception of Tenon's that names the operator. */
final class Judge {
    private static final int MOST_READ = 1000;
    /** Methods that are named after something else than what they call. */
    private static final Map<String, String> OTHER_NAMES = Map.of("plus", "add", "minus", "sub", "times", "mul", "unaryMinus", "neg",
        "unaryPlus", "positive",
        "get", "getitem|index", "set", "index", "differentiableGrad", "grad");

    private Judge() {}

    /**
     * What is wrong with a call.
     *
     * @param key the same for calls that fail alike
     */
    record Fault(String key, String detail) {}

    static Optional<Fault> fault(Call call) {
        var world = new World();
        Call.Prepared prepared;
        try {
            prepared = call.prepare(world);
        } catch (RuntimeException e) {
            // To make an index of a released tensor is a wrong call of its own.
            boolean isIndex = e instanceof ReleasedException && names(e + "", "index");
            return isIndex ? Optional.empty() : Optional.of(new Fault("argument " + place(e), e + ""));
        }
        Optional<Fault> fault;
        try {
            var results = tensors(prepared.invoke());
            fault = used(call, results);
        } catch (Throwable e) {
            fault = thrown(call, e, true);
        }
        if (fault.isEmpty() && !world.isWhole()) {
            return Optional.of(new Fault(call.operator() + " memory", "memory beside the operands was written"));
        }
        return fault;
    }

    /** Results are read, and differentiated where they have a history: their errors are the call's, too. */
    private static Optional<Fault> used(Call call, List<Tensor> results) {
        try {
            for (var result : results) {
                if (result.numel() <= MOST_READ && !result.device().isMeta()) {
                    result.to(DType.FLOAT64).toDoubleArray();
                }
                if (result.requiresGrad() && !result.isLeaf() && result.numel() <= MOST_READ) {
                    result.sum().backward();
                }
            }
            return Optional.empty();
        } catch (Throwable e) {
            return thrown(call, e, false);
        }
    }

    private static List<Tensor> tensors(Object result) {
        var tensors = new ArrayList<Tensor>();
        switch (result) {
            case Tensor tensor -> tensors.add(tensor);
            case Collection<?> list -> list.forEach(item -> tensors.addAll(item == null ? List.of() : tensors(item)));
            default -> {
            }
        }
        return tensors;
    }

    private static Optional<Fault> thrown(Call call, Throwable thrown, boolean mustName) {
        var kind = thrown.getClass().getSimpleName();
        var detail = thrown + "";
        if (!(thrown instanceof TenonException)) {
            return Optional.of(new Fault(call.operator() + " " + kind + " " + place(thrown), detail));
        }
        if (thrown instanceof MissedCheckException) {
            return Optional.of(new Fault(call.operator() + " refused late: " + place(cause(thrown)), detail));
        }
        return !mustName || names(detail, call.operator()) ? Optional.empty()
            : Optional.of(new Fault(call.operator() + " unnamed " + kind, detail));
    }

    private static Throwable cause(Throwable thrown) {
        var cause = thrown.getCause();
        return cause == null ? thrown : cause(cause);
    }

    /** The first frame within Tenon. */
    private static String place(Throwable thrown) {
        return Stream.of(thrown.getStackTrace()).filter(frame -> frame.getClassName().startsWith("dev.tenon"))
            .map(frame -> frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName() + ":" + frame.getLineNumber())
            .findFirst().orElse("");
    }

    /**
     * Whether a word of the message is the operator's name, as the spec or as Java writes it; overloads that Java tells apart by a longer name,
     * such as {@code uniqueAll}, may be named as the spec names them.
     */
    private static boolean names(String message, String operator) {
        var name = plain(operator);
        var other = OTHER_NAMES.getOrDefault(operator, name);
        return Stream.of(message.split("[^A-Za-z0-9_.]+", -1)).map(Judge::plain)
            .anyMatch(word -> word.equals(name) || word.matches(other) || word.length() > 3 && name.startsWith(word)
                || beginnings(operator).contains(word));
    }

    /** The first words of a Java name, {@code lu} of {@code luInfos}. */
    private static List<String> beginnings(String operator) {
        return IntStream.range(1, operator.length()).filter(i -> Character.isUpperCase(operator.charAt(i)))
            .mapToObj(i -> plain(operator.substring(0, i))).toList();
    }

    private static String plain(String name) {
        return name.replaceAll("[_.]", "").toLowerCase(Locale.ROOT);
    }
}
