package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryMistakesTest {
    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
        (F x ~ in the signature: expected ',', found the end
        (F x) F ~ in the signature: expected '->', found 'F'
        (F x) -> N ~ in the signature: expected a letter of a parameter, found 'N'
        (F x) -> wide(F) ~ in the signature: expected float, accum, int or statistics, found 'wide'
        (Z x) -> Z ~ in the signature: expected a type, found 'Z'
        (F x, F x) -> F ~ the name 'x' is used twice
        (F x = 1) -> F ~ '1' is no default of 'x'
        (F x, int a = 1, int b) -> F ~ the required parameter 'b' follows one with a default
        (F x, bool a = 1) -> F ~ '1' is no default of 'a'
        (F x, int a = null) -> F ~ 'null' is no default of 'a'
        (F x, ints[2] a = [1, 2, 3]) -> F ~ '[1, 2, 3]' is no default of 'a'
        (F[B,C] x) -> F[B,D] ~ unknown name 'D'
        (F x, list(F) y) -> F ~ in the signature: expected the list of tensors in front, found 'y' behind others
        """)
    void mistakesInSignaturesAreTold(String sig, String message) {
        assertThat(Specs.mistakes(Specs.entry("'" + sig + "'", "java_body: Composites.op"))).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
        java_body: composites ~ 'composites' is no static method
        require: x > 0 ~ expected a truth value, found a tensor
        require: y ~ unknown name 'y'
        body: x.shapes ~ unknown name 'shapes'
        body: x.shape ~ expected a tensor, found a list of integers
        aliases: [fun] ~ 'fun' is no name for a Java method
        java: a-b ~ 'a-b' is no name for a Java method
        fluent: maybe ~ 'fluent' must be true or false
        """)
    void mistakesInOtherKeysAreTold(String line, String message) {
        var host = line.startsWith("java_body") || line.startsWith("body") ? "" : "java_body: Composites.op\n";
        assertThat(Specs.mistakes(Specs.entry("(F x) -> F", host + line))).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
        init 0, map input ~ expected 'combine', found a reduction without it
        init 0, mop input, combine a + b ~ expected init, map, combine, finish, order or acc, found 'mop'
        init 0, map other, combine a + b ~ unknown name 'other'
        init 0, map input, combine a + n ~ 'combine' of a reduction does not know 'n'
        init 0, map input > 0, combine a + b ~ expected a number, found a truth value
        init 0, map input, combine a + b, acc narrow ~ expected 'wide', found 'narrow'
        """)
    void mistakesInReductionsAreTold(String reduce, String message) {
        var text = """
            ops:
              op:
                kind: reduction
                sig: (F input, dims dim = all) -> F
                shape: reduced(input.shape, dim, false)
                reduce: %s
                nograd: a test
                doc: A reduction.
            """.formatted(reduce);
        assertThat(Specs.mistakes(text)).containsExactly(message);
    }

    @Test
    void formulasByConstantNeedEveryConstantAndNoOther() {
        var text = """
            ops:
              op:
                kind: pointwise
                sig: (F x, enum(up|down) way = upp) -> F
                formula:
                  up: x
                  dwon: -x
                doc: An operator.
            """;
        assertThat(Specs.mistakes(text)).containsExactly("the formulas lack the constant 'down' of 'way'", "'upp' is no constant of 'way'",
            "'dwon' is no constant of 'way'");
    }

    @Test
    void kindsRefuseSignaturesThatTheyCannotHave() {
        var text = """
            enums:
              Way: [up, down]
            ops:
              several:
                kind: pointwise
                sig: (F x) -> (F a, F b)
                formula: x
                doc: An operator.
              listed:
                kind: pointwise
                sig: (F x, floats weights) -> F
                formula: x
                doc: An operator.
              backend:
                kind: native
                sig: (F x) -> F
                shape: x.shape
                kernels: cpu BackendKernel
                nograd: a test
                missing:
                  cdua: misspelt
                doc: An operator.
            """;
        assertThat(Specs.mistakes(text)).containsExactly("in the signature: expected one result, found 2 of several",
            "in the signature: expected another type than floats, found 'weights' beside a formula", "backend has no kernel for cuda",
            "unknown name 'cdua'");
    }

    @Test
    void aColonInAPlainFormulaIsExplained() {
        var diagnostics = new Diagnostics();
        Specs.read(diagnostics, "ops:\n  op:\n    formula: x > 0 ? x : 0\n");
        assertThat(diagnostics.findings()).singleElement().extracting(Finding::fix)
            .isEqualTo("quote this text or write it after '|', because it contains ': '");
    }

    @Test
    void aDtypeInPlaceOfATypeIsExplained() {
        var diagnostics = new Diagnostics();
        Specs.read(diagnostics, Specs.entry("(F x, int64 at) -> F", "java_body: Composites.op"));
        assertThat(diagnostics.findings()).singleElement().extracting(Finding::fix)
            .isEqualTo("a tensor of integers is 'I', one of floating numbers 'F'; results alone name a dtype");
    }

    @Test
    void entriesThatClashAreTold() {
        var entry = """
              %s:
                kind: composite
                sig: (F x) -> (F a, F b)
                java_body: Composites.op
                doc: An operator.
            """.indent(2);
        var text = "ops:\n" + entry.formatted("a_b") + entry.formatted("a/b") + entry.formatted("aB");
        assertThat(Specs.mistakes(text)).containsExactly("a/b generates the Java class AB, which a_b generates too",
            "aB generates the Java method aB(Tensor), which a_b generates too",
            "aB generates the Java class AB, which a_b generates too");
    }
}
