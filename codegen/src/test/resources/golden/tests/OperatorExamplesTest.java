package sample.kernels;

import static dev.tenon.Tenon.*;

import dev.tenon.testing.ExampleGradients;
import dev.tenon.testing.PrintedExamples;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The examples of the operator reference, run as the pages show them; what they print goes to the pages.
 */
class OperatorExamplesTest {
    private final PrintedExamples examples = new PrintedExamples("cat");

    @Test
    void example_of_leaky_relu_prints_its_result() {
        examples.run("leaky_relu", "families.yaml:7:3", () -> {
            var input = tensor(new double[][] {{-1.5, 0.5}, {2, -0.3}});
            println(input.leakyRelu());
        });
    }

    @Test
    void example_of_gelu_prints_its_result() {
        examples.run("gelu", "families.yaml:19:3", () -> {
            var input = tensor(new double[][] {{-1.5, 0.5}, {2, -0.3}});
            println(input.gelu());
        });
    }

    @Test
    void example_of_blend_prints_its_result() {
        examples.run("blend", "families.yaml:28:3", () -> {
            var input = tensor(new double[][] {{-1.5, 0.5}, {2, -0.3}});
            var other = tensor(new double[][] {{0.5, -2}, {1.5, 0.8}});
            println(input.blend(other));
        });
    }

    @Test
    void example_of_sum_prints_its_result() {
        examples.run("sum", "families.yaml:36:3", () -> {
            var input = tensor(new double[][] {{-1.5, 0.5}, {2, -0.3}});
            println(input.sum());
        });
    }

    @Test
    void example_of_half_square_prints_its_result() {
        examples.run("half_square", "families.yaml:45:3", () -> {
            var input = tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}});
            var target = tensor(new double[][] {{0.6, 0.1}, {0.4, 0.8}});
            println(input.halfSquare(target));
        });
    }

    @Test
    void example_of_weighted_rows_prints_its_result() {
        examples.run("weighted_rows", "families.yaml:53:3", () -> {
            var input = tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}});
            println(input.weightedRows());
        });
    }

    @Test
    void example_of_extent_prints_its_result() {
        examples.run("extent", "families.yaml:66:3", () -> {
            var input = tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}});
            var result = input.extent();
            println(result.low());
            println(result.high());
        });
    }

    @Test
    void example_of_scaled_mm_prints_its_result() {
        examples.run("scaled_mm", "families.yaml:74:3", () -> {
            var input = linspace(0.1, 0.9, 4).reshape(2, 2);
            var weight = linspace(0.1, 0.9, 4).reshape(2, 2);
            var result = input.scaledMm(weight);
            println(result.output());
            println(result.norms());
        });
    }

    @Test
    void example_of_transpose_prints_its_result() {
        examples.run("transpose", "families.yaml:86:3", () -> {
            var input = tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}});
            println(input.transpose(0, 0));
        });
    }

    @Test
    void example_of_cat_prints_its_result() {
        examples.runPartlyOnHost("cat", "families.yaml:94:3", () -> {
            var tensors = List.of(tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}}), tensor(new double[][] {{0.6, 0.1}, {0.4, 0.8}}));
            println(cat(tensors));
        });
    }

    @Test
    void the_first_gradient_of_scaled_mm_agrees_with_finite_differences() {
        ExampleGradients.of("scaled_mm", List.of("input", "weight", "bias"), () -> {
            var input = linspace(0.1, 0.9, 4).reshape(2, 2);
            var weight = linspace(0.1, 0.9, 4).reshape(2, 2);
            var result = input.scaledMm(weight);
            println(result.output());
            println(result.norms());
        }).first();
    }

    @Test
    void the_second_gradient_of_scaled_mm_agrees_with_finite_differences() {
        ExampleGradients.of("scaled_mm", List.of("input", "weight", "bias"), () -> {
            var input = linspace(0.1, 0.9, 4).reshape(2, 2);
            var weight = linspace(0.1, 0.9, 4).reshape(2, 2);
            var result = input.scaledMm(weight);
            println(result.output());
            println(result.norms());
        }).second();
    }

    @Test
    void the_first_gradient_of_transpose_agrees_with_finite_differences() {
        ExampleGradients.of("transpose", List.of("input"), () -> {
            var input = tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}});
            println(input.transpose(0, 0));
        }).first();
    }

    @Test
    void the_first_gradient_of_cat_agrees_with_finite_differences() {
        ExampleGradients.of("cat", List.of("tensors"), () -> {
            var tensors = List.of(tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}}), tensor(new double[][] {{0.6, 0.1}, {0.4, 0.8}}));
            println(cat(tensors));
        }).first();
    }

    @Test
    void the_second_gradient_of_cat_agrees_with_finite_differences() {
        ExampleGradients.of("cat", List.of("tensors"), () -> {
            var tensors = List.of(tensor(new double[][] {{0.9, 0.3}, {0.2, 0.7}}), tensor(new double[][] {{0.6, 0.1}, {0.4, 0.8}}));
            println(cat(tensors));
        }).second();
    }
}
