package dev.tenon.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.Device;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of backward functions that PyTorch 2.13 prints for the results of all golden cases of float64 that have gradients. */
class GradFnNamesTest {
    private static final Pattern PRINTED = Pattern.compile("grad_fn=<(\\w+)>");

    /** Of some cases PyTorch makes these of other operators, or by another form of the same one, whose name it shows. */
    private static final Set<String> OTHERWISE = Set.of("atleast_2d", "atleast_3d", "cdist", "copysign", "diff", "lerp", "linalg.lstsq",
        "linalg.matrix_norm", "linalg.matrix_power", "linalg.vecdot", "masked.prod", "matmul", "nn.functional.conv1d",
        "nn.functional.conv2d",
        "nn.functional.conv3d", "nn.functional.conv_transpose1d", "nn.functional.conv_transpose2d", "nn.functional.conv_transpose3d",
        "nn.functional.cross_entropy", "nn.functional.interpolate", "nn.functional.kl_div", "nn.functional.linear",
        "nn.functional.linear_cross_entropy",
        "nn.functional.margin_ranking_loss", "nn.functional.nll_loss", "nn.functional.pad", "nn.functional.poisson_nll_loss",
        "nn.functional.scaled_dot_product_attention", "nn.functional.triplet_margin_loss", "nn.functional.upsample_nearest", "reshape",
        "reshape_as", "rsub", "sort", "split", "squeeze", "t", "unflatten");

    @ParameterizedTest
    @ValueSource(strings = {"golden", "golden-more"})
    void results_show_the_backward_functions_that_they_show_in_pytorch(String set) throws IOException {
        var wrong = new TreeSet<String>();
        int right = 0;
        try (var golden = GoldenFiles.open(Path.of("src/test/resources/golden/" + set + ".zip"))) {
            for (var row : rows(set)) {
                var cases = golden.operator(row.operator);
                for (int i : row.cases) {
                    var printed = printed(row.operator, cases.get(i));
                    if (printed.equals(row.names)) {
                        right++;
                    } else {
                        wrong.add(row.operator + " " + cases.get(i).id() + ": " + printed + " in place of " + row.names);
                    }
                }
            }
        }
        assertThat(wrong).filteredOn(line -> !OTHERWISE.contains(line.substring(0, line.indexOf(' ')))).isEmpty();
        assertThat(right).isGreaterThan(set.equals("golden") ? 1_400 : 100);
    }

    /** One line of the file: an operator, cases of it, and what PyTorch prints for their results. */
    private record Row(String operator, List<Integer> cases, String names) {}

    private static List<Row> rows(String set) throws IOException {
        try (var file = GradFnNamesTest.class.getResourceAsStream("/golden/grad-fn.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8).lines().map(line -> line.split("\t"))
                .filter(fields -> fields[0].equals(set) && OpCatalog.names().contains(fields[1].replaceFirst("^nn\\.functional\\.", "")))
                .map(fields -> new Row(fields[1], Pattern.compile(" ").splitAsStream(fields[2]).map(Integer::valueOf).toList(), fields[3]))
                .toList();
        }
    }

    private static String printed(String operator, GoldenCase one) {
        var tensors = new ArrayList<Tensor>();
        one.list("tensors").forEach(tensor -> tensors.add(GoldenTensor.of(tensor).tensor(Device.CPU)));
        one.map("grads").keySet().forEach(i -> tensors.get(Integer.parseInt(String.valueOf(i))).requiresGrad_(true));
        return Variants.call(operator, one.id(), Arguments.resolve(one.map("args"), tensors)).stream().map(GradFnNamesTest::name)
            .collect(Collectors.joining(","));
    }

    private static String name(Tensor result) {
        var printed = PRINTED.matcher(result.toString());
        return printed.find() ? printed.group(1) : "null";
    }
}
