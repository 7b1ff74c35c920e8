package dev.tenon.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenon.core.ArgumentException;
import dev.tenon.io.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextTest {
    @TempDir
    private Path folder;

    @Test
    void windowsOfCharactersHaveTheNextOnesAsTargets() throws IOException {
        var file = Files.writeString(folder.resolve("a.txt"), "hello 𝄞!");
        var tokens = Text.read(file).characters();
        assertThat(tokens.vocabulary().tokens()).containsExactly(" ", "!", "e", "h", "l", "o", "𝄞");
        var windows = tokens.windows(3);
        assertThat(windows.size()).isEqualTo(5);
        var batch = windows.batch(new long[] {0, 4});
        assertThat(batch.x().toLongArray()).containsExactly(3, 2, 4, 5, 0, 6);
        assertThat(batch.y().toLongArray()).containsExactly(2, 4, 4, 0, 6, 1);
        assertThat(tokens.windows(3, 3).size()).isEqualTo(2);
        assertThat(tokens.windows(7).size()).isEqualTo(1);
        assertThat(tokens.vocabulary().text(3, 2, 4, 4, 5)).isEqualTo("hello");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> tokens.windows(8)).withMessageContaining("8 tokens");
    }

    @Test
    void wordsAreNumberedByHowOftenTheyOccur() {
        var tokens = new Text("The cat, the dog; the bird").lowerCase().words();
        assertThat(tokens.vocabulary().tokens()).containsExactly("<pad>", "<unk>", "the", "cat", ",", "dog", ";", "bird");
        assertThat(tokens.tensor().toLongArray()).containsExactly(2, 3, 4, 2, 5, 6, 2, 7);
        var known = new Text("the fish isn't a cat").words(tokens.vocabulary());
        assertThat(known.tensor().toLongArray()).containsExactly(2, 1, 1, 1, 3);
        assertThat(tokens.vocabulary().text(2, 3)).isEqualTo("the cat");
        var few = Vocabulary.counting(List.of("a", "b", "b", "c", "c", "c"), 2, 3);
        assertThat(few.tokens()).containsExactly("<pad>", "<unk>", "c");
    }

    @Test
    void whatIsNotInAVocabularyIsRefusedWhereItHasNothingForIt() {
        var letters = new Text("abc").characters().vocabulary();
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> new Text("abd").characters(letters))
            .withMessageContaining("'d' is none of its 3 tokens");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> letters.token(3)).withMessageContaining("number 3");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Vocabulary.of(List.of("a", "a")))
            .withMessageContaining("occurs twice");
    }

    @Test
    void aVocabularyIsReadAsItWasWritten() throws IOException {
        var file = folder.resolve("vocabulary.txt");
        var tokens = List.of("a", "\n", "\\n", "\r", "", "\\", "ü b");
        Vocabulary.of(tokens).write(file);
        assertThat(Vocabulary.read(file).tokens()).isEqualTo(tokens);
        Files.writeString(file, "a\nb\\x\n");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> Vocabulary.read(file)).withMessageContaining("vocabulary.txt:2");
    }

    @Test
    void aTextIsHeldOutInPart() {
        var parts = new Text("ab𝄞defghij").split(0.3);
        assertThat(parts.get(0).content()).isEqualTo("ab𝄞");
        assertThat(parts.get(1).content()).isEqualTo("defghij");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        var file = Files.write(folder.resolve("b.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> Text.read(file)).withMessageContaining("b.bin: it is not UTF-8");
        assertThatExceptionOfType(FileException.class).isThrownBy(() -> Text.read(folder.resolve("c")))
            .withMessageContaining("no such file");
    }
}
