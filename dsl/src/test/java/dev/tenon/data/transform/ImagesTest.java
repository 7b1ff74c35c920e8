package dev.tenon.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.data.TensorDataset;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Generator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers are those of torch 2.13, by torchvision's formulas. */
class ImagesTest {
    /** {@code (37 i % 101) / 100}, 3 by 5 by 7. */
    private final Pixels image = image(3, 5, 7);
    private final Generator random = new Generator(7);

    @Test
    void resizingAveragesWhatItMakesSmaller() {
        close(Images.resize(2, 3).change(image, random), 0.4936364f, 0.4458557f, 0.5315585f, 0.4662337f, 0.5353476f, 0.5238311f, 0.5300649f,
            0.5089037f, 0.4499351f, 0.5452921f, 0.5065775f, 0.5799351f, 0.4386039f, 0.5206418f, 0.4666883f, 0.4899026f, 0.4318984f,
            0.4819156f);
        var taller = Images.resize(7, 4).change(image, random);
        close(Arrays.copyOf(taller.values(), 28), 0.1938095f, 0.4868f, 0.4404f, 0.4871428f, 0.4920408f, 0.5124f, 0.3505714f, 0.5380272f,
            0.6037414f, 0.555943f, 0.3652572f, 0.5878912f, 0.3238095f, 0.6168001f, 0.5704f, 0.6171429f, 0.387415f, 0.5045143f, 0.4581143f,
            0.6807483f, 0.4304081f, 0.5826858f, 0.4497143f, 0.5382313f, 0.4538095f, 0.7468001f, 0.4984f, 0.3142857f);
        assertThat(Images.resize(10).on(image.tensor(), random).shape()).isEqualTo(Shape.of(3, 10, 14));
        assertThat(Images.resize(10).on(image(1, 7, 5).tensor(), random).shape()).isEqualTo(Shape.of(1, 14, 10));
    }

    @Test
    void coloursChangeAsInTorchvision() {
        corner(Colours.hue(image, 0.2f), 0, 0.1179999f, 0.3179999f, 0.6879999f, 0.01400014f, 0.37f, 0.57f, 0.94f, 0.83f, 0.01f, 0.21f,
            0.58f);
        corner(Colours.hue(image, -0.35f), 0.83f, 0.154f, 0.354f, 0.724f, 0.5669999f, 0.01f, 0.21f, 0.58f, 0, 0.37f, 0.57f, 0.94f);
        corner(Images.grey(1).change(image, random), 0.56131f, 0.223263f, 0.423243f, 0.793206f);
        corner(Colours.contrast(image, 1.5f), 0, 0.3044921f, 0.6044921f, 1, 0.9944921f, 0.03449205f, 0.334492f, 0.889492f, 0.724492f, 0,
            0.06449205f, 0.6194921f);
        corner(Colours.saturation(image, 0.3f), 0.392917f, 0.2672841f, 0.4672701f, 0.8372442f, 0.641917f, 0.2132841f, 0.4132701f,
            0.7832441f,
            0.587917f, 0.1592841f, 0.3592701f, 0.7292441f);
        corner(Colours.brightness(image, 1.7f), 0, 0.629f, 0.969f, 1, 1, 0.323f, 0.663f, 1, 1, 0.017f, 0.357f, 0.986f);
        corner(Geometry.crop(Colours.sharpness(image, 1.9f), 1, 1, 3, 5), 1, 0.1601539f, 0.5f, 1, 0.8998462f, 0, 0.1801538f, 0.8298461f,
            0.6499231f, 1, 0, 0.51f);
        close(Arrays.copyOf(Colours.posterize(image, 4).values(), 6), 0, 80 / 255f, 176 / 255f, 16 / 255f, 112 / 255f, 208 / 255f);
        close(Arrays.copyOf(Colours.solarize(image, 0.5f).values(), 3), 0, 0.37f, 1 - 0.74f);
    }

    @Test
    void levelsAreSpread() {
        var values = new float[32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * i * 7 % 50 + i % 3 * 60) / 255f;
        }
        var equal = Colours.equalize(new Pixels(values, 1, 32, 32)).values();
        var levels = IntStream.range(0, equal.length).map(i -> Math.round(equal[i] * 255)).toArray();
        assertThat(levels).startsWith(0, 134, 255, 34, 144, 255, 12, 214).endsWith(255, 52, 158, 255, 0, 200, 255, 16);
        assertThat(IntStream.of(levels).sum()).isEqualTo(161261);
        close(Colours.autoContrast(new Pixels(new float[] {0.2f, 0.4f, 0.6f, 0.5f, 0.5f, 0.5f}, 2, 1, 3)), 0, 0.5f, 1, 0.5f, 0.5f, 0.5f);
    }

    @Test
    void turnsAndMirrorsMovePixels() {
        var square = new Pixels(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3);
        close(Images.rotate(90).change(square, random), 3, 6, 9, 2, 5, 8, 1, 4, 7);
        close(Images.rotate(-90).change(square, random), 7, 4, 1, 8, 5, 2, 9, 6, 3);
        close(Images.rotate(45).change(square, random), 2, 3, 6, 1, 5, 9, 4, 7, 8);
        close(Images.randomHorizontalFlip(1).change(square, random), 3, 2, 1, 6, 5, 4, 9, 8, 7);
        close(Images.randomVerticalFlip(1).change(square, random), 7, 8, 9, 4, 5, 6, 1, 2, 3);
        assertThat(Images.randomHorizontalFlip(0).change(square, random)).isSameAs(square);
        close(Images.centerCrop(1).change(square, random), 5);
        close(Images.centerCrop(4).change(square, random), 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0, 0);
        close(RandAugment.changed(image(1, 1, 331), 3, 2 / 150f, 1), Geometry.crop(image(1, 1, 331), 0, -2, 1, 331).values());
    }

    @Test
    void normalisationIsByChannel() {
        var two = new Pixels(new float[] {1, 2, 3, 4}, 2, 1, 2);
        close(Images.normalize(new float[] {1, 2}, new float[] {0.5f, 4}).change(two, random), 0, 2, 0.25f, 0.5f);
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> Images.imageNetNormalize().change(two, random))
            .withMessageContaining("2 channels").withMessageContaining("3 and 3");
    }

    @Test
    void cropsAreAnywhereInThePaddedPicture() {
        var ones = new Pixels(new float[16], 1, 4, 4);
        Arrays.fill(ones.values(), 1);
        var sums = new ArrayList<Float>();
        for (int i = 0; i < 300; i++) {
            var crop = Images.randomCrop(4, 1).change(ones, random);
            sums.add((float) IntStream.range(0, 16).mapToDouble(k -> crop.values()[k]).sum());
        }
        assertThat(sums).containsOnly(16f, 12f, 9f).contains(16f, 12f, 9f);
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Images.randomCrop(7, 1).change(ones, random))
            .withMessageContaining("7 x 7 pixels of 4 x 4");
    }

    @Test
    void anErasedRectangleHasOneValue() {
        int erased = 0;
        for (int i = 0; i < 100; i++) {
            var changed = Images.randomErasing(0.5, 0.1, 0.3, 0.5, 2, 9).change(image, random);
            long nines = IntStream.range(0, 105).filter(k -> changed.values()[k] == 9).count();
            assertThat(nines).isBetween(0L, 3 * 18L);
            erased += nines > 0 ? 1 : 0;
        }
        assertThat(erased).isBetween(30, 70);
    }

    @ParameterizedTest
    @MethodSource("randomChanges")
    void randomChangesKeepToTheirRangeAndFollowTheGenerator(ImageTransform change) {
        var picture = image(3, 12, 9);
        var first = change.change(picture, new Generator(3));
        assertThat(change.change(picture, new Generator(3)).values()).isEqualTo(first.values());
        int different = 0;
        for (int seed = 0; seed < 40; seed++) {
            var changed = change.change(picture, new Generator(seed));
            assertThat(changed.channels()).isEqualTo(3);
            for (float value : changed.values()) {
                assertThat(value).isBetween(-1e-5f, 1 + 1e-5f);
            }
            different += Arrays.equals(changed.values(), picture.values()) ? 0 : 1;
        }
        assertThat(different).isGreaterThan(15);
        close(picture, image(3, 12, 9).values());
    }

    static List<ImageTransform> randomChanges() {
        return List.of(Images.randomResizedCrop(6), Images.colorJitter(0.4, 0.4, 0.4, 0.1), Images.randAugment(2, 9),
            Images.randAugment(3, 30), Images.randomRotation(30), Images.randomErasing(1), Images.randomCrop(9, 2),
            Images.chain(Images.randomHorizontalFlip(0.5), Images.randomVerticalFlip(0.5)));
    }

    @Test
    void aLoaderChangesPicturesTheSameWithAnyWorkers() {
        var pictures = new TensorDataset(Creation.of(image(3 * 10, 5, 7).values(), DType.FLOAT32, Device.CPU, 10, 3, 5, 7),
            Creation.of(new long[10], DType.INT64, Device.CPU, 10));
        assertThat(values(pictures, 3)).isEqualTo(values(pictures, 0));
    }

    private static List<Float> values(Dataset dataset, int workers) {
        var values = new ArrayList<Float>();
        for (var batch : dataset.batches(4, b -> b.shuffle(1).workers(workers).augment(Images.randomResizedCrop(4))
            .transform(Images.mixUp(0.4, 2)))) {
            for (float value : batch.x().toFloatArray()) {
                values.add(value);
            }
            for (float value : batch.y().toFloatArray()) {
                values.add(value);
            }
        }
        return values;
    }

    @Test
    void mixedPicturesHaveMixedTargets() {
        var batch = batch(1, 0, 2);
        double sum = 0;
        for (int seed = 0; seed < 400; seed++) {
            var mixed = Images.mixUp(1, 3).apply(batch, new Generator(seed));
            var y = mixed.y().toFloatArray();
            float share = y[1];
            close(y, 0, share, 1 - share, share, 1 - share, 0, 1 - share, 0, share);
            var x = mixed.x().toFloatArray();
            assertThat(x[0]).isCloseTo(share * 1 + (1 - share) * 3, within(1e-5f));
            assertThat(x[x.length - 1]).isCloseTo(share * 3 + (1 - share) * 2, within(1e-5f));
            sum += share;
        }
        assertThat(sum / 400).isCloseTo(0.5, within(0.05));
    }

    @Test
    void aRectangleOfTheOneBeforeIsCutIn() {
        int cut = 0;
        for (int seed = 0; seed < 100; seed++) {
            var mixed = Images.cutMix(1, 3).apply(batch(1, 0, 2), new Generator(seed));
            var x = mixed.x().toFloatArray();
            long foreign = IntStream.range(0, 60).filter(i -> x[i] == 3).count();
            assertThat(IntStream.range(0, 60).filter(i -> x[i] == 1).count()).isEqualTo(60 - foreign);
            assertThat(IntStream.range(60, 120).filter(i -> x[i] == 1).count()).isEqualTo(foreign);
            assertThat(mixed.y().toFloatArray()[1]).isCloseTo(1 - foreign / 60f, within(1e-5f));
            cut += foreign > 0 ? 1 : 0;
        }
        assertThat(cut).isGreaterThan(50);
    }

    @Test
    void whatIsNoPictureIsRefused() {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(() -> Images.resize(3).on(Creation.scalar(1.0), random))
            .withMessageContaining("[channels, height, width]");
        assertThatExceptionOfType(ArgumentException.class)
            .isThrownBy(() -> Images.resize(3).on(Creation.zeros(DType.UINT8, Device.CPU, 3, 2, 2), random))
            .withMessageContaining("div(255)");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Images.mixUp(1, 2).apply(batch(1, 0, 2), random))
            .withMessageContaining("class 2");
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> Images.colorJitter(0, 0, 0, 0.6)).withMessageContaining("0.6");
    }

    /** Three pictures, 3 by 4 by 5, all of 1, of 2 and of 3. */
    private static Batch batch(long... labels) {
        var values = new float[3 * 60];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + i / 60;
        }
        return new Batch(Creation.of(values, DType.FLOAT32, Device.CPU, 3, 3, 4, 5), Creation.of(labels, DType.INT64, Device.CPU, 3));
    }

    private static Pixels image(int channels, int height, int width) {
        var values = new float[channels * height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * 37 % 101 / 100f;
        }
        return new Pixels(values, channels, height, width);
    }

    private static void corner(Pixels actual, float... expected) {
        close(Geometry.crop(actual, 0, 0, 2, 2), expected);
    }

    private static void close(Pixels actual, float... expected) {
        close(actual.values(), expected);
    }

    private static void close(float[] actual, float... expected) {
        assertThat(actual).containsExactly(expected, within(2e-6f));
    }
}
