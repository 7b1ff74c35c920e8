package dev.tenon.samples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.OpInfo;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every differentiable operator of the catalogue against finite differences, in both orders: at a golden case, or at a point of our own where
 * there is none or none that finite differences can judge. No operator is left out.
 */
class GradcheckTest {
    private static final Map<String, OwnCases.Case> OWN = OwnCases.all();
    private static final List<GoldenFiles> FILES = List.of(open("golden.zip"), open("golden-more.zip"));

    private static GoldenFiles open(String name) {
        try {
            return GoldenFiles.open(Path.of(Objects.requireNonNull(GradcheckTest.class.getResource("/golden/" + name)).toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void close() throws IOException {
        for (var files : FILES) {
            files.close();
        }
    }

    private static Set<String> operators() throws IOException {
        var known = OpCatalog.ops().stream().map(OpInfo::name).collect(Collectors.toSet());
        var operators = new TreeSet<String>();
        for (var files : FILES) {
            files.operators().stream().filter(name -> known.contains(plain(name))).forEach(operators::add);
        }
        return operators;
    }

    static Stream<String> goldenOperators() throws IOException {
        return operators().stream().filter(name -> !OWN.containsKey(plain(name)));
    }

    static Stream<String> ownOperators() {
        return OWN.keySet().stream();
    }

    private static String plain(String operator) {
        return operator.replaceFirst("^nn\\.functional\\.", "");
    }

    @ParameterizedTest
    @MethodSource("goldenOperators")
    void both_gradients_agree_with_finite_differences_at_a_golden_case(String operator) throws IOException {
        var golden = suitable(operator);
        if (golden != null) {
            check(operator, golden);
        }
    }

    @ParameterizedTest
    @MethodSource("ownOperators")
    void both_gradients_agree_with_finite_differences_at_a_point_of_our_own(String operator) {
        var own = Objects.requireNonNull(OWN.get(operator));
        new Differences(own.function(), own.point()).check();
    }

    @Test
    void every_differentiable_operator_of_the_catalogue_is_checked() throws IOException {
        var checked = new HashSet<>(OWN.keySet());
        for (var operator : operators()) {
            if (suitable(operator) != null) {
                checked.add(plain(operator));
            }
        }
        var left = OpCatalog.ops().stream().filter(OpInfo::differentiable).map(OpInfo::name).filter(name -> !checked.contains(name));
        assertThat(left.distinct()).isEmpty();
    }

    private static List<GoldenCase> cases(String operator) throws IOException {
        var cases = new ArrayList<GoldenCase>();
        for (var files : FILES) {
            if (files.operators().contains(operator)) {
                cases.addAll(files.operator(operator));
            }
        }
        return cases;
    }

    /** The first case that finite differences can judge, rather one with second gradients: the others are where PyTorch has none. */
    private static @Nullable GoldenCase suitable(String operator) throws IOException {
        @Nullable GoldenCase first = null;
        for (var golden : cases(operator)) {
            if (golden.text("kind").equals("grad") && golden.text("dtype").equals("float64") && isFine(golden)) {
                if (golden.has("gradgrads")) {
                    return golden;
                }
                first = first == null ? golden : first;
            }
        }
        return first;
    }

    /** Whether what is differentiated is in float64 throughout, and whether all results are finite. */
    private static boolean isFine(GoldenCase golden) {
        var tensors = golden.list("tensors");
        return golden.map("grads").keySet().stream()
            .allMatch(index -> GoldenTensor.of(tensors.get(Integer.parseInt(String.valueOf(index)))).dtype() == DType.FLOAT64)
            && golden.list("outputs").stream().allMatch(t -> Arrays.stream(GoldenTensor.of(t).doubles()).allMatch(Double::isFinite));
    }

    private static void check(String operator, GoldenCase golden) {
        var tensors = golden.list("tensors").stream().map(t -> GoldenTensor.of(t).tensor(Device.CPU)).toList();
        var leaves = new ArrayList<Integer>();
        golden.map("grads").keySet().forEach(index -> leaves.add(Integer.valueOf(String.valueOf(index))));
        new Differences(point -> {
            var all = new ArrayList<>(tensors);
            for (int i = 0; i < leaves.size(); i++) {
                all.set(leaves.get(i), operator.endsWith("_") && !operator.endsWith("__") ? point.get(i).clone() : point.get(i));
            }
            return Variants.call(operator, golden.id(), Arguments.resolve(golden.map("args"), all));
        }, leaves.stream().map(tensors::get).toList()).check();
    }
}
