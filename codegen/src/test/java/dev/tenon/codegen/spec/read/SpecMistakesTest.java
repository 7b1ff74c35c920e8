package dev.tenon.codegen.spec.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.codegen.diagnostic.Diagnostics;
import dev.tenon.codegen.diagnostic.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpecMistakesTest {
    static String resource(String name) throws IOException {
        try (var in = SpecMistakesTest.class.getResourceAsStream("/spec/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyMistakeOfASpecIsToldAtOnceWithItsLineColumnAndFix() throws IOException {
        var diagnostics = new Diagnostics();
        SpecReader.read(List.of(new SourceFile("mistakes.yaml", resource("mistakes.yaml"))), List.of(), diagnostics);
        assertThat(diagnostics.render()).isEqualToNormalizingNewlines(resource("mistakes.txt").stripTrailing());
    }
}
