package dev.tenon.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.nn.linear.Linear;
import dev.tenon.nn.registry.Layers;
import dev.tenon.tensor.Generator;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Texts as PyTorch 2.13 prints its modules. */
class LayerTextTest {
    @Test
    void layersWithParametersPrintAsInPyTorch() {
        printed("Linear", "Linear(in_features=784, out_features=128, bias=True)", "in_features", 784, "out_features", 128);
        printed("Linear", "Linear(in_features=5, out_features=3, bias=False)", "in_features", 5, "out_features", 3, "bias", false);
        printed("Bilinear", "Bilinear(in1_features=3, in2_features=4, out_features=2, bias=True)", "in1_features", 3, "in2_features", 4,
            "out_features", 2);
        printed("Conv1d", "Conv1d(4, 6, kernel_size=(3,), stride=(2,), groups=2, bias=False)", "in_channels", 4, "out_channels", 6,
            "kernel_size", 3, "stride", 2, "groups", 2, "bias", false);
        printed("Conv2d", "Conv2d(1, 32, kernel_size=(3, 3), stride=(1, 1), padding=same)", "in_channels", 1, "out_channels", 32,
            "kernel_size", 3, "padding", "same");
        printed("Conv2d", "Conv2d(3, 4, kernel_size=(3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2))", "in_channels", 3,
            "out_channels", 4, "kernel_size", List.of(3, 2), "stride", List.of(2, 1), "padding", List.of(1, 0), "dilation", List.of(1, 2));
        printed("Conv3d", "Conv3d(4, 6, kernel_size=(3, 3, 3), stride=(1, 1, 1), padding=(1, 1, 1))", "in_channels", 4, "out_channels", 6,
            "kernel_size", 3, "padding", 1);
        printed("ConvTranspose1d", "ConvTranspose1d(3, 4, kernel_size=(3,), stride=(2,), padding=(1,), output_padding=(1,))", "in_channels",
            3, "out_channels", 4, "kernel_size", 3, "stride", 2, "padding", 1, "output_padding", 1);
        printed("ConvTranspose2d", "ConvTranspose2d(4, 4, kernel_size=(3, 3), stride=(2, 2), dilation=(2, 2), groups=2)", "in_channels", 4,
            "out_channels", 4, "kernel_size", 3, "stride", 2, "groups", 2, "dilation", 2);
        printed("ConvTranspose3d", "ConvTranspose3d(4, 4, kernel_size=(3, 3, 3), stride=(1, 1, 1), bias=False)", "in_channels", 4,
            "out_channels", 4, "kernel_size", 3, "bias", false);
        printed("BatchNorm1d", "BatchNorm1d(4, eps=0.001, momentum=0.3, affine=True, bias=True, track_running_stats=True)", "num_features",
            4, "momentum", 0.3, "eps", 0.001);
        printed("BatchNorm1d", "BatchNorm1d(4, eps=1e-05, momentum=None, affine=True, bias=True, track_running_stats=True)", "num_features",
            4, "momentum", null);
        printed("BatchNorm2d", "BatchNorm2d(32, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=True)", "num_features",
            32);
        printed("BatchNorm2d", "BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=False, bias=False, track_running_stats=True)",
            "num_features", 3, "affine", false);
        printed("LayerNorm", "LayerNorm((6,), eps=1e-05, elementwise_affine=True, bias=True)", "normalized_shape", List.of(6));
        printed("LayerNorm", "LayerNorm((4, 6), eps=0.0001, elementwise_affine=True, bias=False)", "normalized_shape", List.of(4, 6), "eps",
            0.0001, "bias", false);
        printed("RMSNorm", "RMSNorm((6,), eps=1e-06, elementwise_affine=True)", "normalized_shape", List.of(6), "eps", 1e-06);
        printed("RMSNorm", "RMSNorm((6,), eps=None, elementwise_affine=True)", "normalized_shape", List.of(6));
        printed("GroupNorm", "GroupNorm(2, 6, eps=1e-05, affine=True, bias=True)", "num_groups", 2, "num_channels", 6);
        printed("InstanceNorm1d", "InstanceNorm1d(3, eps=1e-05, momentum=0.1, affine=False, bias=False, track_running_stats=False)",
            "num_features", 3);
        printed("InstanceNorm2d", "InstanceNorm2d(3, eps=1e-05, momentum=0.1, affine=True, bias=True, track_running_stats=False)",
            "num_features", 3, "affine", true);
        printed("InstanceNorm3d", "InstanceNorm3d(3, eps=1e-05, momentum=0.1, affine=False, bias=False, track_running_stats=True)",
            "num_features", 3, "track_running_stats", true);
        printed("Embedding", "Embedding(11, 4)", "num_embeddings", 11, "embedding_dim", 4);
        printed("Embedding", "Embedding(11, 4, padding_idx=2)", "num_embeddings", 11, "embedding_dim", 4, "padding_idx", 2);
        printed("PReLU", "PReLU(num_parameters=4)", "num_parameters", 4);
        printed("Identity", "Identity()");
    }

    @Test
    void normsWithoutBiasPrintAsInPyTorch() {
        printed("BatchNorm2d", "BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=True, bias=False, track_running_stats=True)", "num_features",
            3,
            "bias", false);
        printed("GroupNorm", "GroupNorm(2, 6, eps=1e-05, affine=True, bias=False)", "num_groups", 2, "num_channels", 6, "bias", false);
        printed("InstanceNorm1d", "InstanceNorm1d(3, eps=1e-05, momentum=0.1, affine=True, bias=False, track_running_stats=False)",
            "num_features", 3, "affine", true, "bias", false);
    }

    @Test
    void poolsPrintAsInPyTorch() {
        printed("MaxPool1d", "MaxPool1d(kernel_size=3, stride=2, padding=0, dilation=1, ceil_mode=False)", "kernel_size", 3, "stride", 2);
        printed("MaxPool2d", "MaxPool2d(kernel_size=(3, 2), stride=(3, 2), padding=0, dilation=1, ceil_mode=False)", "kernel_size",
            List.of(3, 2));
        printed("MaxPool2d", "MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=True)", "kernel_size", 3, "stride", 2,
            "padding", 1, "ceil_mode", true);
        printed("MaxPool3d", "MaxPool3d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)", "kernel_size", 2);
        printed("AvgPool1d", "AvgPool1d(kernel_size=(3,), stride=(3,), padding=(0,))", "kernel_size", 3);
        printed("AvgPool2d", "AvgPool2d(kernel_size=3, stride=2, padding=1)", "kernel_size", 3, "stride", 2, "padding", 1,
            "count_include_pad", false);
        printed("AvgPool3d", "AvgPool3d(kernel_size=3, stride=3, padding=0)", "kernel_size", 3);
        printed("MaxUnpool1d", "MaxUnpool1d(kernel_size=(2,), stride=(2,), padding=(0,))", "kernel_size", 2);
        printed("MaxUnpool2d", "MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))", "kernel_size", 2);
        printed("MaxUnpool3d", "MaxUnpool3d(kernel_size=(1, 2, 2), stride=(1, 2, 2), padding=(0, 1, 0))", "kernel_size", List.of(1, 2, 2),
            "padding", List.of(0, 1, 0));
        printed("AdaptiveAvgPool1d", "AdaptiveAvgPool1d(output_size=5)", "output_size", 5);
        printed("AdaptiveAvgPool2d", "AdaptiveAvgPool2d(output_size=(3, 2))", "output_size", List.of(3, 2));
        printed("AdaptiveAvgPool3d", "AdaptiveAvgPool3d(output_size=2)", "output_size", 2);
        printed("AdaptiveMaxPool1d", "AdaptiveMaxPool1d(output_size=5)", "output_size", 5);
        printed("AdaptiveMaxPool2d", "AdaptiveMaxPool2d(output_size=1)", "output_size", 1);
        printed("AdaptiveMaxPool3d", "AdaptiveMaxPool3d(output_size=(2, 3, 4))", "output_size", List.of(2, 3, 4));
    }

    @Test
    void activationsAndDropoutPrintAsInPyTorch() {
        printed("Dropout", "Dropout(p=0.5, inplace=False)");
        printed("Dropout1d", "Dropout1d(p=0.5, inplace=False)");
        printed("Dropout2d", "Dropout2d(p=0.2, inplace=False)", "p", 0.2);
        printed("Dropout3d", "Dropout3d(p=0.5, inplace=False)");
        printed("AlphaDropout", "AlphaDropout(p=0.2, inplace=False)", "p", 0.2);
        printed("ReLU", "ReLU()");
        printed("ReLU6", "ReLU6()");
        printed("LeakyReLU", "LeakyReLU(negative_slope=0.01)");
        printed("LeakyReLU", "LeakyReLU(negative_slope=0.2)", "negative_slope", 0.2);
        printed("ELU", "ELU(alpha=1.0)");
        printed("SELU", "SELU()");
        printed("CELU", "CELU(alpha=0.7)", "alpha", 0.7);
        printed("GELU", "GELU(approximate='none')");
        printed("GELU", "GELU(approximate='tanh')", "approximate", "tanh");
        printed("SiLU", "SiLU()");
        printed("Mish", "Mish()");
        printed("Softplus", "Softplus(beta=1.0, threshold=20.0)");
        printed("Softsign", "Softsign()");
        printed("Tanh", "Tanh()");
        printed("Sigmoid", "Sigmoid()");
        printed("Hardswish", "Hardswish()");
        printed("Hardsigmoid", "Hardsigmoid()");
        printed("Hardtanh", "Hardtanh(min_val=-1.0, max_val=1.0)");
        printed("Hardtanh", "Hardtanh(min_val=-0.5, max_val=0.7)", "min_val", -0.5, "max_val", 0.7);
        printed("Softmax", "Softmax(dim=1)", "dim", 1);
        printed("Softmax2d", "Softmax2d()");
        printed("LogSoftmax", "LogSoftmax(dim=-1)", "dim", -1);
        printed("Softmin", "Softmin(dim=1)", "dim", 1);
        printed("GLU", "GLU(dim=-1)");
        printed("LogSigmoid", "LogSigmoid()");
        printed("Tanhshrink", "Tanhshrink()");
        printed("Softshrink", "Softshrink(0.3)", "lambd", 0.3);
        printed("Hardshrink", "Hardshrink(0.5)");
        printed("Threshold", "Threshold(threshold=0.1, value=2.0)", "threshold", 0.1, "value", 2.0);
    }

    @Test
    void layersOfShapesPrintAsInPyTorch() {
        printed("Upsample", "Upsample(scale_factor=2.0, mode='nearest')", "scale_factor", 2.0);
        printed("Upsample", "Upsample(size=(4, 5), mode='bilinear')", "size", List.of(4, 5), "mode", "bilinear");
        printed("UpsamplingNearest2d", "UpsamplingNearest2d(scale_factor=2.0, mode='nearest')", "scale_factor", 2.0);
        printed("UpsamplingBilinear2d", "UpsamplingBilinear2d(size=(3, 4), mode='bilinear')", "size", List.of(3, 4));
        printed("PixelShuffle", "PixelShuffle(upscale_factor=2)", "upscale_factor", 2);
        printed("PixelUnshuffle", "PixelUnshuffle(downscale_factor=2)", "downscale_factor", 2);
        printed("ChannelShuffle", "ChannelShuffle(groups=2)", "groups", 2);
        printed("Flatten", "Flatten(start_dim=1, end_dim=-1)");
        printed("Unflatten", "Unflatten(dim=1, unflattened_size=(2, 3))", "dim", 1, "unflattened_size", List.of(2, 3));
        printed("Unfold", "Unfold(kernel_size=(2, 3), dilation=1, padding=1, stride=2)", "kernel_size", List.of(2, 3), "stride", 2,
            "padding", 1);
        printed("LocalResponseNorm", "LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)", "size", 2);
        printed("ZeroPad1d", "ZeroPad1d((1, 1))", "padding", 1);
        printed("ZeroPad2d", "ZeroPad2d((1, 2, 0, 1))", "padding", List.of(1, 2, 0, 1));
        printed("ZeroPad3d", "ZeroPad3d((1, 1, 1, 1, 1, 1))", "padding", 1);
        printed("ConstantPad1d", "ConstantPad1d(padding=(1, 1), value=2.5)", "padding", 1, "value", 2.5);
        printed("ConstantPad2d", "ConstantPad2d(padding=(1, 2, 3, 4), value=0.0)", "padding", List.of(1, 2, 3, 4), "value", 0.0);
        printed("ConstantPad3d", "ConstantPad3d(padding=(1, 1, 1, 1, 1, 1), value=0.5)", "padding", 1, "value", 0.5);
        printed("ReflectionPad1d", "ReflectionPad1d((1, 1))", "padding", 1);
        printed("ReflectionPad2d", "ReflectionPad2d((2, 2, 2, 2))", "padding", 2);
        printed("ReflectionPad3d", "ReflectionPad3d((3, 3, 3, 3, 3, 3))", "padding", 3);
        printed("ReplicationPad1d", "ReplicationPad1d((1, 1))", "padding", 1);
        printed("ReplicationPad2d", "ReplicationPad2d((2, 2, 2, 2))", "padding", 2);
        printed("ReplicationPad3d", "ReplicationPad3d((3, 3, 3, 3, 3, 3))", "padding", 3);
        printed("CircularPad1d", "CircularPad1d((1, 1))", "padding", 1);
        printed("CircularPad2d", "CircularPad2d((2, 2, 2, 2))", "padding", 2);
        printed("CircularPad3d", "CircularPad3d((3, 3, 3, 3, 3, 3))", "padding", 3);
    }

    @Test
    void lossesPrintAsInPyTorch() {
        printed("CosineSimilarity", "CosineSimilarity()");
        printed("PairwiseDistance", "PairwiseDistance()");
        printed("MSELoss", "MSELoss()");
        printed("L1Loss", "L1Loss()");
        printed("SmoothL1Loss", "SmoothL1Loss()");
        printed("HuberLoss", "HuberLoss()");
        printed("CrossEntropyLoss", "CrossEntropyLoss()");
        printed("NLLLoss", "NLLLoss()");
        printed("BCELoss", "BCELoss()");
        printed("BCEWithLogitsLoss", "BCEWithLogitsLoss()");
        printed("KLDivLoss", "KLDivLoss()");
        printed("GaussianNLLLoss", "GaussianNLLLoss()");
        printed("PoissonNLLLoss", "PoissonNLLLoss()");
        printed("TripletMarginLoss", "TripletMarginLoss()");
        printed("CosineEmbeddingLoss", "CosineEmbeddingLoss()");
        printed("MarginRankingLoss", "MarginRankingLoss()");
        printed("HingeEmbeddingLoss", "HingeEmbeddingLoss()");
        printed("CTCLoss", "CTCLoss()");
        printed("MultiLabelMarginLoss", "MultiLabelMarginLoss()");
        printed("MultiLabelSoftMarginLoss", "MultiLabelSoftMarginLoss()");
        printed("MultiMarginLoss", "MultiMarginLoss()");
        printed("SoftMarginLoss", "SoftMarginLoss()");
    }

    @Test
    void containersPrintAsTreesWithEqualLayersOnOneLine() {
        assertThat(meta(Net::new)).hasToString("""
            Net(
              w=3
              (a): Linear(in_features=2, out_features=2, bias=True)
              (f): ModuleList(
                (0-2): 3 x Sequential(
                  (0): Linear(in_features=2, out_features=2, bias=True)
                  (1): ReLU()
                )
                (3): Linear(in_features=2, out_features=1, bias=True)
              )
              (heads): ModuleDict(
                (left): ReLU()
              )
            )""");
        assertThat(new ModuleList<>()).hasToString("ModuleList()");
        assertThat(new Sequential()).hasToString("Sequential()");
    }

    @Test
    void parametersInContainersPrintTheirSizes() {
        var list = new ParameterList(Tensor.meta(DType.FLOAT32, 2, 3), Tensor.meta(DType.FLOAT32));
        assertThat(list).hasToString("""
            ParameterList(
                (0): Parameter containing: [torch.float32 of size 2x3]
                (1): Parameter containing: [torch.float32 of size ]
            )""");
    }

    private static void printed(String name, String text, @Nullable Object... arguments) {
        var byName = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < arguments.length; i += 2) {
            byName.put(String.valueOf(arguments[i]), arguments[i + 1]);
        }
        assertThat(meta(() -> Layers.create(name, byName))).hasToString(text);
    }

    private static <L extends Layer> L meta(java.util.function.Supplier<L> layer) {
        return new Placement(Device.META, DType.FLOAT32, new Generator(0)).construct(layer);
    }

    private static final class Net extends Layer {
        final Linear a = new Linear(2, 2);
        final ModuleList<Layer> f = ModuleList.<Layer>of(3, i -> new Sequential(new Linear(2, 2), Layers.create("ReLU", Map.of())))
            .add(new Linear(2, 1));
        final ModuleDict<Layer> heads = new ModuleDict<Layer>().put("left", Layers.create("ReLU", Map.of()));

        @Override
        public Tensor forward(Tensor input) {
            return a.call(input);
        }

        @Override
        protected String extraRepr() {
            return "w=3";
        }
    }
}
