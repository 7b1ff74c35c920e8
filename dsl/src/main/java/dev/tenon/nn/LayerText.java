package dev.tenon.nn;

import dev.tenon.core.Ints;
import dev.tenon.tensor.Tensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The arguments of a layer as PyTorch prints them: {@code kernel_size=3, stride=2}. */
public final class LayerText {
    private final String name;
    private final StringJoiner arguments = new StringJoiner(", ");

    /** For {@link Layer#extraRepr}. */
    public LayerText() {
        this("");
    }

    /** @param name what {@link #toString} puts in front of the brackets */
    public LayerText(String name) {
        this.name = name;
    }

    /** Tells an argument by its place. */
    public LayerText add(@Nullable Object value) {
        arguments.add(python(value));
        return this;
    }

    /** Tells an argument. */
    public LayerText add(String argument, @Nullable Object value) {
        arguments.add(argument + "=" + python(value));
        return this;
    }

    /** Tells an argument that is not at its default. */
    public LayerText add(String argument, @Nullable Object value, @Nullable Object byDefault) {
        return Objects.equals(value, byDefault) ? this : add(argument, value);
    }

    /** Tells a list, with brackets also where it holds one number. */
    public LayerText tuple(String argument, long... values) {
        arguments.add(argument + "=" + tuple(values));
        return this;
    }

    /** {@link #tuple(String, long...)} of so many numbers, where one may stand for all. */
    public LayerText repeated(String argument, int times, Ints values) {
        return tuple(argument, LongStream.range(0, times).map(i -> values.at((int) i)).toArray());
    }

    /** {@link #tuple(String, long...)} of a list that is not {@code usual} throughout. */
    public LayerText tupleUnless(long usual, String argument, long... values) {
        return Arrays.stream(values).allMatch(value -> value == usual) ? this : tuple(argument, values);
    }

    /** A list as Python writes tuples: {@code (3, 2)}, {@code (3,)}. */
    public static String tuple(long... values) {
        var numbers = new StringJoiner(", ", "(", values.length == 1 ? ",)" : ")");
        Arrays.stream(values).forEach(value -> numbers.add(Long.toString(value)));
        return numbers.toString();
    }

    private static String python(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean flag -> flag ? "True" : "False";
            case Double number -> real(number);
            case Enum<?> constant -> "'" + constant.name().toLowerCase(Locale.ROOT).replace('_', '-') + "'";
            case Ints list -> list.size() == 1 ? Long.toString(list.get(0)) : tuple(list.toArray());
            default -> value.toString();
        };
    }

    /** Python writes an exponent from 1e-5 down, with a sign and two digits. */
    private static String real(double number) {
        var text = Double.toString(number);
        int e = text.indexOf('E');
        if (e < 0) {
            return text;
        }
        int exponent = Integer.parseInt(text.substring(e + 1));
        if (exponent >= -4 && exponent < 16) {
            var plain = new BigDecimal(text).stripTrailingZeros().toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        var digits = text.substring(0, e);
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits)
            + String.format(Locale.ROOT, "e%+03d", exponent);
    }

    /** A layer with the layers within, each on a line of its own and indented. */
    static String tree(String type, String arguments, Map<String, Layer> children) {
        if (children.isEmpty() && arguments.indexOf('\n') < 0) {
            return type + "(" + arguments + ")";
        }
        var lines = new StringBuilder(type).append('(');
        arguments.lines().forEach(line -> lines.append("\n  ").append(line));
        children.forEach((name, child) -> line(lines, name, child.toString()));
        return lines.append("\n)").toString();
    }

    /** {@link #tree} of numbered layers, equal ones next to each other in one line: {@code (0-2): 3 x Linear(...)}. */
    static String list(String type, Map<String, Layer> children) {
        if (children.isEmpty()) {
            return type + "()";
        }
        var texts = children.values().stream().map(Layer::toString).toList();
        var lines = new StringBuilder(type).append('(');
        for (int from = 0, next; from < texts.size(); from = next) {
            var text = texts.get(from);
            next = from + 1;
            while (next < texts.size() && texts.get(next).equals(text)) {
                next++;
            }
            int times = next - from;
            line(lines, times == 1 ? Integer.toString(from) : from + "-" + (next - 1), times == 1 ? text : times + " x " + text);
        }
        return lines.append("\n)").toString();
    }

    /** A parameter of a container: {@code   (0): Parameter containing: [torch.float32 of size 2x3]}. */
    static String parameter(String name, Tensor value) {
        var sizes = Arrays.stream(value.shape().toArray()).mapToObj(Long::toString).collect(Collectors.joining("x"));
        return "  (" + name + "): Parameter containing: [torch." + value.dtype() + " of size " + sizes + "]";
    }

    private static void line(StringBuilder lines, String name, String text) {
        lines.append("\n  (").append(name).append("): ").append(text.replace("\n", "\n  "));
    }

    /** The arguments alone. */
    public String arguments() {
        return arguments.toString();
    }

    @Override
    public String toString() {
        return name + "(" + arguments + ")";
    }
}
