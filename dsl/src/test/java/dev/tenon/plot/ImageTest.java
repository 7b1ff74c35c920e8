package dev.tenon.plot;

import static dev.tenon.Tenon.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {
    private static BufferedImage pixels(Image image) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(image.png()));
    }

    @Test
    void channelsAreRedGreenAndBlue() throws IOException {
        var image = pixels(Image.of(tensor(new float[][][] {{{1, 0}}, {{0, 0.2f}}, {{0, 1}}})));
        assertThat(image.getRGB(0, 0)).isEqualTo(0xffff0000);
        assertThat(image.getRGB(1, 0)).isEqualTo(0xff0033ff);
    }

    @Test
    void integersAreLevelsOf255() throws IOException {
        var image = pixels(Image.of(tensor(new int[][] {{0, 100, 300}}).to(DType.INT64)));
        assertThat(image.getRGB(1, 0) & 0xff).isEqualTo(100);
        assertThat(image.getRGB(2, 0) & 0xff).isEqualTo(255);
    }

    @Test
    void aFourthChannelIsTransparency() throws IOException {
        var image = pixels(Image.of(tensor(new float[][][] {{{1}}, {{1}}, {{1}}, {{0}}})));
        assertThat(image.getRGB(0, 0) >>> 24).isZero();
    }

    @Test
    void aGridHasAWhiteLineBetweenItsImages() throws IOException {
        var image = pixels(Image.grid(tensor(new float[][][][] {{{{0, 0}}}, {{{0, 0}}}, {{{0, 0}}}}), 2));
        assertThat(image.getWidth()).isEqualTo(5);
        assertThat(image.getHeight()).isEqualTo(3);
        assertThat(image.getRGB(2, 0)).isEqualTo(0xffffffff);
        assertThat(image.getRGB(3, 0)).isEqualTo(0xff000000);
        assertThat(image.getRGB(3, 2)).isEqualTo(0xffffffff);
    }

    @Test
    void anEnlargedImageRepeatsItsPixels() throws IOException {
        var image = pixels(Image.of(tensor(new float[][] {{0, 1}})).enlarged(3));
        assertThat(image.getWidth()).isEqualTo(6);
        assertThat(image.getRGB(2, 2)).isEqualTo(0xff000000);
        assertThat(image.getRGB(3, 2)).isEqualTo(0xffffffff);
    }

    @Test
    void otherShapesAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> Image.of(tensor(new float[2][3][4][5]))).isInstanceOf(ShapeException.class)
            .hasMessageContaining("got [2, 3, 4, 5]").hasMessageContaining("Image.grid");
        assertThatThrownBy(() -> Image.of(tensor(new float[2][4][5]))).isInstanceOf(ShapeException.class);
    }

    @Test
    void aChartIsSavedByTheEndOfItsName(@TempDir Path folder) throws IOException {
        var chart = LineChart.of("loss").series("training", 3, 2, 1);
        chart.save(folder.resolve("a.svg"));
        chart.save(folder.resolve("a.PNG"));
        assertThat(folder.resolve("a.svg")).content().startsWith("<svg ").endsWith("</svg>\n");
        assertThat(ImageIO.read(folder.resolve("a.PNG").toFile()).getWidth()).isEqualTo(2 * chart.width());
        assertThatThrownBy(() -> chart.save(folder.resolve("a.pdf"))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining(".svg or .png");
    }
}
