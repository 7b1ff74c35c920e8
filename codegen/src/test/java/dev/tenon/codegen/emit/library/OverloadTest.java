package dev.tenon.codegen.emit.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import dev.tenon.codegen.spec.read.SpecReader;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadTest {
    /** The overloads of a signature, each as the names of its parameters with their forms. */
    private static List<String> overloads(String sig) {
        var diagnostics = new Diagnostics();
        var text = "ops:\n  op:\n    kind: composite\n    sig: |\n      " + sig + "\n    java_body: Hosts.op\n    doc: An operator.\n";
        var context = SpecReader.read(List.of(new SourceFile("ops.yaml", text)), List.of(), diagnostics);
        assertThat(diagnostics.hasErrors()).as(diagnostics.render()).isFalse();
        return Overload.of(context.own().ops().getFirst()).stream().map(OverloadTest::text).toList();
    }

    private static String text(Overload overload) {
        return overload.given().stream().map(argument -> argument.param().name() + switch (argument.form()) {
            case PLAIN -> "";
            case NUMBER -> ":number";
            case ARRAY -> "[]";
            case VARARGS -> "...";
            case SINGLE -> ":long";
            case PRIMITIVE -> ":primitive";
            case INTEGRAL -> ":integral";
            case REAL -> ":real";
        }).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "(F input, num slope = 1, *, bool flag = false) -> F ~ input slope flag; input slope; input",
        "(T input, T|num other) -> T                         ~ input other; input other:number",
        "(T input, dims dim = all, bool keepdim = false) -> T ~ input dim[] keepdim; input dim:long keepdim; input dim...; input",
        "(T input, int? dim = null) -> T                     ~ input dim; input dim:primitive; input",
        "(T input, F? bias = null) -> T                      ~ input bias; input"
    })
    void thereIsOneMethodPerTrailingDefaultInEachForm(String sig, String expected) {
        assertThat(String.join("; ", overloads(sig))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "(T input, num q, int? dim = null) -> T ~ input q dim; input q dim:primitive; input q:integral dim; "
            + "input q:integral dim:primitive; input q:real dim; input q:real dim:primitive; input q",
        "(T input, float? scale, bool? flag)  -> T ~ input scale flag; input scale:primitive flag; input scale flag:primitive; "
            + "input scale:primitive flag:primitive",
        "(T input, T|num other, int? dim) -> T ~ input other dim; input other dim:primitive; input other:number dim; "
            + "input other:number dim:primitive; input other:integral dim; input other:integral dim:primitive; input other:real dim; "
            + "input other:real dim:primitive",
        "(T input, num q, bool? flag) -> T ~ input q flag",
        "(T input, num q, int dim = 0) -> T ~ input q dim; input q"
    })
    void besideANumberThatCanBeNullEveryBoxedParameterHasPrimitiveForms(String sig, String expected) {
        assertThat(overloads(sig)).containsExactlyInAnyOrder(expected.split("; "));
    }
}
