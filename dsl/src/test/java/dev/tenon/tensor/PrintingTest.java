package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts printed by PyTorch 2.13 for the same tensors; a comment, and then {@code dtype|shape|grad}, the values, the text, an empty line. */
class PrintingTest {
    record Printed(String header, String values, String text) {
        @Override
        public String toString() {
            return header;
        }
    }

    static List<Printed> printedByPyTorch() throws IOException {
        try (var in = PrintingTest.class.getResourceAsStream("/printing/cases.txt")) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
            var cases = new ArrayList<Printed>();
            for (int i = 0; i < lines.size();) {
                int end = i + 3;
                while (end < lines.size() && !(lines.get(end).isEmpty() && (end + 1 == lines.size() || lines.get(end + 1).contains("|")))) {
                    end++;
                }
                cases.add(new Printed(lines.get(i), lines.get(i + 1), String.join("\n", lines.subList(i + 2, end))));
                i = end + 1;
            }
            return cases;
        }
    }

    @ParameterizedTest
    @MethodSource("printedByPyTorch")
    void a_tensor_prints_as_in_pytorch(Printed printed) {
        var header = printed.header().split("\\|", -1);
        var dtype = DType.named(header[0]);
        long[] shape = header[1].isEmpty() ? new long[0] : Arrays.stream(header[1].split(",")).mapToLong(Long::parseLong).toArray();
        var tensor = tensor(printed.values(), dtype, shape);
        if (header[2].equals("grad")) {
            tensor.requiresGrad_();
        }
        assertThat(tensor.toString()).isEqualTo(printed.text());
    }

    @Test
    void there_are_more_than_two_hundred_cases() throws IOException {
        assertThat(printedByPyTorch()).hasSizeGreaterThan(200);
    }

    private static Tensor tensor(String values, DType dtype, long[] shape) {
        var parts = values.isEmpty() ? new String[0] : values.split(" ");
        if (dtype.isFloating()) {
            return Creation.of(Arrays.stream(parts).mapToDouble(PrintingTest::number).toArray(), dtype, Device.CPU, shape);
        }
        return Creation.of(Arrays.stream(parts).mapToLong(Long::parseLong).toArray(), dtype, Device.CPU, shape);
    }

    private static double number(String text) {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
