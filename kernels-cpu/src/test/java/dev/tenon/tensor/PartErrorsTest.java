package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ShapeException;
import dev.tenon.core.TenonException;
import org.junit.jupiter.api.Test;

/** Errors within operators that are made of others: they name the one that was called, once. */
class PartErrorsTest {
    @Test
    void what_a_part_finds_wrong_with_an_argument_is_told_in_the_name_of_the_call() {
        assertThatThrownBy(() -> zeros(-1)).isInstanceOf(TenonException.class).hasMessageStartingWith("zeros: ")
            .hasMessageNotContaining("full");
    }

    @Test
    void a_part_is_named_where_it_describes_its_operands() {
        assertThatThrownBy(() -> Ops.cosineSimilarity(ones(2, 3), ones(4, 5), 1, 1e-8)).isInstanceOf(TenonException.class)
            .hasMessageMatching("(?s)cosine_similarity: (in [a-z_]+: )?[^:]*\n.*");
    }

    @Test
    void a_part_of_a_part_is_the_only_one_that_is_named() {
        var inner = OperatorErrors.within("inner", new ShapeException("mm: sizes differ\n  input: [2, 3]"));
        assertThatThrownBy(() -> {
            throw OperatorErrors.within("outer", inner);
        }).hasMessage("outer: in mm: sizes differ\n  input: [2, 3]").hasCause(inner);
    }
}
