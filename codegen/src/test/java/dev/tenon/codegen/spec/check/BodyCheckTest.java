package dev.tenon.codegen.spec.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What bodies and gradients of composites are held against: the signature, and each other. */
class BodyCheckTest {
    private static final String USED = """
        enums:
          Fold: [none, mean]
        ops:
          add:
            kind: pointwise
            sig: (T input, T|num other) -> T
            formula: input + other
            doc: Adds.
          mul:
            kind: pointwise
            sig: (T input, T|num other) -> T
            formula: input * other
            doc: Multiplies.
          gt:
            kind: pointwise
            sig: (T input, T|num other) -> bool
            formula: input > other
            doc: Compares.
          soft:
            kind: native
            sig: (F input) -> F
            shape: input.shape
            kernels: cpu Soft
            nograd: none
            missing: none
            doc: Takes floating tensors.
          top:
            kind: native
            sig: (N input, int k) -> (N values, int64 places)
            shape: input.shape
            kernels: cpu Top
            nograd: none
            missing: none
            doc: Has two results.
          loss:
            kind: composite
            sig: (F input, Fold fold) -> F
            body: input
            doc: Takes a constant.
          hidden:
            kind: native
            internal: true
            sig: (F input) -> F
            shape: input.shape
            kernels: cpu Hidden
            nograd: none
            missing: none
            doc: Relies on its callers.
          shown:
            kind: composite
            sig: (F input) -> F
            body: hidden(input)
            doc: Checks for it.
        """;

    @Test
    void a_truth_value_is_no_floating_result() {
        assertThat(found("(F input) -> F", "gt(input, 0)"))
            .contains("own.yaml:5:11: error TNN102: the result is bool, where the signature promises 'F'")
            .contains("fix: write 'to(gt(input, 0), input.dtype)', or say 'bool' in the signature");
    }

    @Test
    void the_side_of_a_choice_that_has_another_dtype_is_told() {
        assertThat(found("(F input, bool a) -> F", "|\n      a ? input : input > 0")).contains("own.yaml:6:25: error TNN102");
    }

    @Test
    void the_results_of_another_operator_are_passed_on() {
        assertThat(found("(F input, int k) -> (F values, int64 places)", "top(input, k)")).isEmpty();
    }

    @Test
    void results_that_are_passed_on_have_the_dtypes_of_their_places() {
        assertThat(found("(F input, int k) -> (int64 places, F values)", "top(input, k)"))
            .contains("'places' is float64, where the signature promises 'int64'");
    }

    @Test
    void results_are_as_many_as_the_signature_says() {
        assertThat(found("(F input, int k) -> (F a, int64 b, F c)", "top(input, k)"))
            .contains("TNN103: expected 3 results, found 2: values, places");
    }

    @Test
    void an_argument_has_a_dtype_that_the_operator_takes() {
        assertThat(found("(F input, int k) -> F", "soft(top(input, k).places)"))
            .contains("TNN105: soft takes a floating dtype for 'input', found int64");
    }

    @Test
    void a_condition_on_dtypes_decides_which_side_is_looked_at() {
        assertThat(found("(T input) -> T", "|\n      is_floating(input.dtype) ? soft(input) : input")).isEmpty();
    }

    @Test
    void a_composite_of_itself_is_told_with_the_way_around() {
        assertThat(read("""
            ops:
              one:
                kind: composite
                sig: (F input) -> F
                body: two(input) + 1
                doc: First.
              two:
                kind: composite
                sig: (F input) -> F
                body: one(input) * 2
                doc: Second.
            """)).contains("own.yaml:5:11: error TNN100: 'one' is made of itself: one -> two -> one").hasLineCount(4);
    }

    @Test
    void a_composite_may_call_itself_with_another_choice() {
        assertThat(found("(F input, bool again = true) -> F", "|\n      again ? mine(input, false) : input")).isEmpty();
        assertThat(found("(F input, bool again = true) -> F", "|\n      again ? mine(input, again) : input")).contains("TNN100");
    }

    @Test
    void an_internal_operator_of_another_library_is_refused_with_what_calls_it() {
        assertThat(found("(F input) -> F", "hidden(input)")).contains("TNN101").contains("fix: call shown");
    }

    @Test
    void a_constant_may_stand_on_either_side_and_be_chosen() {
        assertThat(found("(F input, Fold fold = mean) -> F", "|\n      mean == fold ? input : -input")).isEmpty();
        assertThat(found("(F input, bool a) -> F", "|\n      loss(input, a ? mean : none)")).isEmpty();
        assertThat(found("(F input, bool a) -> F", "|\n      loss(input, a ? mean : nome)")).contains("TNN018: 'nome' is no constant");
    }

    @Test
    void a_parameter_of_another_enum_is_told_with_the_declaration_that_fits() {
        assertThat(found("(F input, enum(none|mean) way) -> F", "loss(input, way)"))
            .contains("fix: declare it as 'Fold way' in the signature, or write 'way == none ? none : mean'");
    }

    @Test
    void a_gradient_of_its_own_is_checked_as_that_of_a_native_operator() {
        assertThat(found("(F input) -> F", "input + input", "backward:\n      input: g * 2")).isEmpty();
        assertThat(found("(F input, F other) -> F", "input + other", "backward:\n      input: g"))
            .contains("own.yaml:4:22: error TNN020: 'other' of mine has no gradient");
        assertThat(found("(F input) -> F", "input + input", "backward:\n      input: input > 0"))
            .contains("TNN106").contains("fix: write 'to(input > 0, input.dtype)'");
        assertThat(found("(F input, int k) -> (F values, int64 places)", "top(input, k)", "backward:\n      input: g.places"))
            .contains("TNN108").contains("fix: write g.values");
        assertThat(found("(F input) -> F", "input + input", "grad:\n      input: g")).contains("TNN107").contains("fix: write 'backward:'");
        assertThat(found("(F input) -> bool", "gt(input, 0)", "backward:\n      input: g")).contains("TNN026");
    }

    @Test
    void an_optional_tensor_is_given_where_its_own_gradient_is_asked_for() {
        var body = "|\n      scale == null ? input : mul(input, scale)";
        assertThat(found("(F input, F? scale = null) -> F", body, "backward:\n      input: g * 2\n      scale: mul(g, scale)")).isEmpty();
        assertThat(found("(F input, F? scale = null) -> F", body, "backward:\n      input: mul(g, scale)\n      scale: g"))
            .contains("own.yaml:8:21: error TNN016: expected a tensor that is given");
    }

    @Test
    void a_saved_value_has_a_name_of_its_own_and_is_read() {
        assertThat(found("(F input) -> F", "input + 1", "saved:\n      input: input * 2\n    backward:\n      input: g"))
            .contains("TNN019");
        assertThat(found("(F input) -> F", "input + 1", "saved:\n      half: input * 2\n    backward:\n      input: g")).contains("TNN109");
    }

    @Test
    void what_never_fits_the_first_operand_is_not_written_over_it() {
        assertThat(found("(F input) -> bool", "gt(input, 0)", "inplace: true")).contains("own.yaml:6:5: error TNN104");
        assertThat(found("(F input, int k) -> (F values, int64 places)", "top(input, k)", "inplace: true")).contains("it has 2 results");
        assertThat(found("(list(F) tensors) -> F", "tensors[0]", "inplace: true")).contains("'tensors' is a list");
        assertThat(found("(T input) -> bool", "gt(input, 0)", "inplace: true")).isEmpty();
    }

    private static String found(String sig, String body, String... keys) {
        var more = keys.length == 0 ? "" : "    " + keys[0] + "\n";
        return read("ops:\n  mine:\n    kind: composite\n    sig: " + sig + "\n    body: " + body + "\n" + more + "    doc: Mine.\n");
    }

    private static String read(String own) {
        var diagnostics = new Diagnostics();
        SpecReader.read(List.of(new SourceFile("own.yaml", own)), List.of(new SourceFile("used.yaml", USED)), diagnostics);
        return diagnostics.render();
    }
}
