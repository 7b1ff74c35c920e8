package dev.tenon.plot;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ShapeException;
import dev.tenon.tensor.Tensor;
import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FiltersTest {
    private static Color pixel(Image image, int x, int y) throws Exception {
        return new Color(ImageIO.read(new ByteArrayInputStream(image.png())).getRGB(x, y));
    }

    @Test
    void eachFilterGoesFromBlackToWhite() throws Exception {
        Tensor weight = tensor(new double[] {-1, 1, 5, 7}).reshape(2, 1, 1, 2);
        var image = Filters.of(weight);
        // Two filters of 2 pixels with a line between them.
        int factor = image.width() / 5;
        assertThat(List.of(pixel(image, 0, 0), pixel(image, factor, 0), pixel(image, 3 * factor, 0), pixel(image, 4 * factor, 0)))
            .containsExactly(Color.BLACK, Color.WHITE, Color.BLACK, Color.WHITE);
    }

    @Test
    void filtersOfThreeChannelsAreInColours() throws Exception {
        var image = Filters.of(tensor(new double[] {1, 0, 0}).reshape(1, 3, 1, 1));
        assertThat(pixel(image, 0, 0)).isEqualTo(Color.RED);
    }

    @Test
    void aRowIsAFilterOfManyChannels() {
        var image = Filters.of(ones(2, 5, 3, 3));
        assertThat((double) image.width() / image.height()).isEqualTo(19.0 / 7);
    }

    @Test
    void headsOfAttentionStandSideBySide() {
        var image = Filters.attention(rand(4, 5, 5), 2);
        assertThat(image.width()).isEqualTo(image.height()).isGreaterThanOrEqualTo(640);
        assertThatThrownBy(() -> Filters.attention(rand(5, 5), 2)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("[heads, queries, keys]");
        assertThatThrownBy(() -> Filters.of(rand(5, 5))).isInstanceOf(ShapeException.class).hasMessageContaining("[out, in, h, w]");
    }

    @Test
    void picturesOfAGridHaveTitles() throws Exception {
        var image = Image.grid(zeros(3, 1, 8, 8), List.of("seven", "a title that is much longer than its picture is wide", "x"), 2);
        assertThat(image.width()).isEqualTo(2 * (96 + 12) + 12);
        assertThat(image.height()).isEqualTo(2 * (96 + 22 + 12) + 12);
        assertThat(pixel(image, 20, 20)).isEqualTo(Color.BLACK);
        assertThatThrownBy(() -> Image.grid(zeros(3, 1, 8, 8), List.of("one"), 2)).isInstanceOf(ShapeException.class)
            .hasMessageContaining("1 titles");
    }
}
