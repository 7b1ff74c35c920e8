package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.Finding;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.expr.Dag;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.InPlace;
import dev.tenon.codegen.spec.Kind;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Result;
import dev.tenon.codegen.spec.SpecContext;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
    private static SpecContext read(Diagnostics diagnostics, String text) {
        return SpecReader.read(List.of(new SourceFile("ops.yaml", text)), List.of(), diagnostics);
    }

    private static SpecContext valid(String text) {
        var diagnostics = new Diagnostics();
        var context = read(diagnostics, text);
        assertThat(diagnostics.render()).isEmpty();
        return context;
    }

    private static List<String> mistakes(String text) {
        var diagnostics = new Diagnostics();
        read(diagnostics, text);
        return diagnostics.findings().stream().map(Finding::message).toList();
    }

    private static OpEntry op(SpecContext context, String key) {
        return Objects.requireNonNull(context.byKey(key));
    }

    private static OpEntry.Pointwise pointwise(SpecContext context, String key) {
        return (OpEntry.Pointwise) op(context, key);
    }

    private static OpEntry.Native natively(SpecContext context, String key) {
        return (OpEntry.Native) op(context, key);
    }

    private static String entry(String sig, String rest) {
        return "ops:\n  op:\n    kind: composite\n    sig: " + sig + "\n    doc: An operator.\n" + rest.indent(4);
    }

    private static final String TWO_FORMULAS = """
        ops:
          inner:
            kind: pointwise
            sig: (F input) -> F
            let:
              a: input * input
            formula: a + 1
            doc: The inner one.
          outer:
            kind: pointwise
            sig: (F input) -> F
            let:
              a: 2 * input
            formula: %s
            doc: The outer one.
        """;

    @Test
    void aFormulaMayCallAnOperatorAboveAndStandsForItsFormula() {
        var context = valid(TWO_FORMULAS.formatted("inner(a) + a"));
        var formula = Objects.requireNonNull(pointwise(context, "outer").formula().get(""));
        assertThat(Printer.print(new Dag().simplify(formula))).isEqualTo("2 * input * (2 * input) + 1 + 2 * input");
    }

    @Test
    void mistakesInSeriesAndCallsOfFormulasAreTold() {
        assertThat(mistakes(TWO_FORMULAS.formatted("poly(input, a)"))).containsExactly("expected a number, found 'a'");
        assertThat(mistakes(TWO_FORMULAS.formatted("poly(input)"))).singleElement().asString().contains("an argument and coefficients");
        assertThat(mistakes(TWO_FORMULAS.formatted("inner(input, a)"))).containsExactly("unknown function 'inner'");
        assertThat(mistakes(TWO_FORMULAS.formatted("outer(input)"))).containsExactly("unknown function 'outer'");
    }

    @Test
    void allPartsOfASpecAreRead() throws IOException {
        var context = valid(SpecMistakesTest.resource("complete.yaml"));
        var leaky = pointwise(context, "leaky_relu");
        assertThat(leaky.kind()).isEqualTo(Kind.POINTWISE);
        assertThat(leaky.javaName()).isEqualTo("leakyRelu");
        assertThat(leaky.recordName()).isEqualTo("LeakyRelu");
        assertThat(leaky.inplace()).isEqualTo(new InPlace(null));
        assertThat(leaky.head().legacy()).containsExactly("inplace");
        assertThat(leaky.kinks()).singleElement().extracting(k -> k.text() + ": " + Printer.print(k.subgradient()))
            .isEqualTo("input == 0: negative_slope");
        var slope = Objects.requireNonNull(leaky.param("negative_slope"));
        assertThat(slope.javaName()).isEqualTo("negativeSlope");
        assertThat(slope.attribute().kind()).isEqualTo(ParamType.Attribute.Kind.NUM);
        assertThat(pointwise(context, "gelu").formula()).containsOnlyKeys("none", "tanh");
        var conv = natively(context, "conv");
        assertThat(Printer.print(Objects.requireNonNull(conv.shape()))).startsWith("let oh = (H + 2 * padding[0] - kh) / stride[0] + 1\n");
        assertThat(conv.head().missing()).containsEntry("cuda", "written for CPUs only");
        assertThat(Objects.requireNonNull(conv.param("bias")).defaultValue()).isInstanceOf(Expr.NullLit.class);
        assertThat(conv.cpuKernel()).isEqualTo("ConvKernel");
        assertThat(op(context, "max/dim").recordName()).isEqualTo("MaxDim");
        assertThat(op(context, "max/dim").sig().results()).extracting(Result::name).containsExactly("values", "indices");
        assertThat(op(context, "sum")).isInstanceOf(OpEntry.Reduction.class);
        assertThat(Printer.print(Objects.requireNonNull(op(context, "sum").dtype()))).isEqualTo("dtype ?? accum(T)");
        assertThat(context.byCall("max")).hasSize(2);
        assertThat(context.byCall("max_dim")).hasSize(1);
        assertThat(context.byMethod("max")).hasSize(2);
        assertThat(Objects.requireNonNull(context.byRecord("Gelu")).key()).isEqualTo("gelu");
    }

    @Test
    void aNativeOperatorNamesTheOperandsThatItWrites() {
        var text = entry("(X target, X source) -> list(X)",
            "kernels: cpu Copy, cuda Copy\nnograd: a test\nwrites: %s")
            .replace("composite", "native");
        assertThat(natively(valid(text.formatted("target")), "op").writes()).containsExactly("target");
        assertThat(mistakes(text.formatted("tragte"))).containsExactly("unknown name 'tragte'");
    }

    @Test
    void aFormInPlaceIsAFlagOrAMethod() {
        var text = entry("(F input) -> F", "body: input * 2\ninplace: %s");
        assertThat(op(valid(text.formatted("false")), "op").inplace()).isNull();
        assertThat(op(valid(text.formatted("true")), "op").inplace()).isEqualTo(new InPlace(null));
        assertThat(op(valid(text.formatted("SharedPlaces.fill")), "op").inplace()).isEqualTo(new InPlace("SharedPlaces.fill"));
        assertThat(mistakes(text.formatted("yes"))).hasSize(1);
    }

    @Test
    void aUsersSpecCallsTheOperatorsAndEnumsOfTheOneItUses() throws IOException {
        var library = new SourceFile("complete.yaml", SpecMistakesTest.resource("complete.yaml"));
        var own = new SourceFile("mine.yaml", entry("(F input, Reduction reduction = mean) -> F",
            "body: gelu(input, approximate=tanh) * 2"));
        var diagnostics = new Diagnostics();
        var context = SpecReader.read(List.of(own), List.of(library), diagnostics);
        assertThat(diagnostics.render()).isEmpty();
        assertThat(context.own().ops()).extracting(OpEntry::key).containsExactly("op");
    }

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
        assertThat(mistakes(entry("'" + sig + "'", "java_body: Composites.op"))).containsExactly(message);
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
        assertThat(mistakes(entry("(F x) -> F", host + line))).containsExactly(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
        init 0, map input ~ expected 'combine', found a reduction without it
        init 0, mop input, combine a + b ~ expected init, map, combine, finish, order or acc, found 'mop'
        init 0, map other, combine a + b ~ unknown name 'other'
        init 0, map input, combine a + n ~ unknown name 'n'
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
        assertThat(mistakes(text)).containsExactly(message);
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
        assertThat(mistakes(text)).containsExactly("the formulas lack the constant 'down' of 'way'", "'upp' is no constant of 'way'",
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
        assertThat(mistakes(text)).containsExactly("in the signature: expected one result, found 2 of several",
            "in the signature: expected another type than floats, found 'weights' beside a formula", "backend has no kernel for cuda",
            "unknown name 'cdua'");
    }

    @Test
    void aGpuKernelMakesAReasonIdleThatTheEntryItselfGivesAndNoOther() {
        var text = """
            missing:
              cuda: later
            ops:
              lent:
                kind: native
                sig: (F x) -> F
                shape: x.shape
                kernels: cpu LentKernel, cuda host
                nograd: a test
                doc: An operator.
              own:
                kind: native
                sig: (F x) -> F
                shape: x.shape
                kernels: cpu OwnKernel, cuda OwnKernel
                nograd: a test
                missing:
                  cuda: never
                doc: An operator.
            """;
        assertThat(mistakes(text)).singleElement().asString().contains("own");
    }

    @Test
    void anOperatorThatTheCpuComputesForTheGpuSaysWhy() {
        var text = """
            ops:
              silent:
                kind: native
                sig: (F x) -> F
                shape: x.shape
                kernels: cpu SilentKernel, cuda host
                nograd: a test
                doc: An operator.
            """;
        assertThat(mistakes(text)).containsExactly("silent has no kernel for cuda");
        assertThat(mistakes(text.replace("    nograd", "    missing:\n      cuda: a test\n    nograd"))).isEmpty();
    }

    @Test
    void aCompositeMaySayWhatTheCpuComputesOfIt() {
        var text = """
            ops:
              twice:
                kind: composite
                sig: (F x) -> F
                body: mul(x, 2)
                missing:
                  cuda: a test
                doc: An operator.
              mul:
                kind: pointwise
                sig: (T input, T|num other) -> T
                formula: input * other
                doc: The product.
            """;
        var diagnostics = new Diagnostics();
        var read = read(diagnostics, text).own();
        assertThat(diagnostics.render()).isEmpty();
        assertThat(read.ops().getFirst().missingReason("cuda")).isEqualTo("a test");
    }

    @Test
    void theReferenceListsAnOperatorUnderTheTitleOfItsFileOrTheFilesName() {
        var text = """
            ops:
              op:
                kind: pointwise
                sig: (F x) -> F
                formula: exp(x)
                doc: An operator.
            """;
        var diagnostics = new Diagnostics();
        var named = read(diagnostics, "group: My group\n" + text).own();
        var plain = read(diagnostics, text).own();
        assertThat(diagnostics.render()).isEmpty();
        assertThat(named.group(named.ops().getFirst())).isEqualTo("My group");
        assertThat(plain.group(plain.ops().getFirst())).isEqualTo("ops");
    }

    @Test
    void aColonInAPlainFormulaIsExplained() {
        var diagnostics = new Diagnostics();
        read(diagnostics, "ops:\n  op:\n    formula: x > 0 ? x : 0\n");
        assertThat(diagnostics.findings()).singleElement().extracting(Finding::fix)
            .isEqualTo("quote this text or write it after '|', because it contains ': '");
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
        assertThat(mistakes(text)).containsExactly("a/b generates the Java class AB, which a_b generates too",
            "aB generates the Java method aB(Tensor), which a_b generates too",
            "aB generates the Java class AB, which a_b generates too");
    }

    @Test
    void noTextHoweverWrongMakesTheReaderThrow() throws IOException {
        var text = SpecMistakesTest.resource("complete.yaml");
        var random = new Random(5);
        for (int i = 0; i < 400; i++) {
            var changed = new StringBuilder(text);
            for (int k = 0; k < 3; k++) {
                int at = random.nextInt(changed.length());
                switch (random.nextInt(3)) {
                    case 0 -> changed.deleteCharAt(at);
                    case 1 -> changed.insert(at, "()[]?:,=.-*/|\"' \nTx0".charAt(random.nextInt(20)));
                    default -> changed.delete(at, Math.min(changed.length(), at + random.nextInt(12)));
                }
            }
            var diagnostics = new Diagnostics();
            read(diagnostics, changed.toString());
            diagnostics.render();
        }
    }
}
