package dev.tenon.codegen.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosticsTest {
    @Test
    void anIdBelongsToOneKindOnly() {
        assertThat(Arrays.stream(Diagnostic.values()).map(Diagnostic::id)).doesNotHaveDuplicates().allMatch(id -> id.matches("TNN\\d{3}"));
    }

    @Test
    void aFindingShowsItsLineWithACaretUnderTheColumnAndTabsKept() {
        var diagnostics = new Diagnostics();
        diagnostics.add(new SourceFile("ops.yaml", "ops:\n\tabs: x\n"));
        diagnostics.reportUnknown(Diagnostic.UNKNOWN_NAME, new Position("ops.yaml", 2, 7), "inptu", List.of("input", "other"),
            "input, other");
        assertThat(diagnostics.render()).isEqualTo("""
            ops.yaml:2:7: error TNN012: unknown name 'inptu'
                \tabs: x
                \t     ^
                fix: did you mean 'input'?""");
    }

    @Test
    void aFindingInTheFormOfJavacPointsIntoItsLineAndHoldsItsTextBelow() {
        var diagnostics = new Diagnostics();
        diagnostics.add(new SourceFile("ops.yaml", "ops:\n  abs: x\n"));
        diagnostics.report(Diagnostic.IDLE_GRADIENT, new Position("ops.yaml", 2, 8), "abs", "it is whole");
        diagnostics.report(Diagnostic.NO_OPERATOR, new Position("ops.yaml", 0, 0));
        assertThat(diagnostics.findings()).extracting(diagnostics::renderAsJavac).containsExactly("""
            ops.yaml:1: error: TNN039: the spec declares no operator
            (empty)\s
            ^
                (empty)\s
                ^
                fix: add 'ops:' and an entry below it""", """
            ops.yaml:2: error: TNN026: 'abs' cannot have a gradient: it is whole
              abs: x\s
                   ^
                  abs: x\s
                       ^
                fix: remove this line""");
    }

    @Test
    void findingsAreSortedByPlaceAndToldOnce() {
        var diagnostics = new Diagnostics();
        diagnostics.report(Diagnostic.NO_DOC, new Position("b.yaml", 9, 3), "abs");
        diagnostics.report(Diagnostic.NO_DOC, new Position("a.yaml", 12, 3), "exp");
        diagnostics.report(Diagnostic.NO_DOC, new Position("b.yaml", 2, 3), "log");
        diagnostics.report(Diagnostic.NO_DOC, new Position("b.yaml", 9, 3), "abs");
        assertThat(diagnostics.findings()).extracting(f -> f.at().toString()).containsExactly("a.yaml:12:3", "b.yaml:2:3", "b.yaml:9:3");
    }

    @Test
    void warningsAreNoErrors() {
        var diagnostics = new Diagnostics();
        diagnostics.report(Diagnostic.IDLE_MIXIN, Position.NONE, "m");
        assertThat(diagnostics.hasErrors()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"sigmod, sigmoid", "inptu, input", "relu6x, relu6", "xyz, ''", "Relu, relu", "a, ''"})
    void theNearestKnownNameIsSuggestedIfItIsNear(String name, String expected) {
        var nearest = Suggestion.nearest(name, List.of("sigmoid", "input", "relu", "relu6", "g"));
        assertThat(nearest == null ? "" : nearest).isEqualTo(expected);
    }
}
