package dev.tenon.cpu.kernels.conv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One dimension of a convolution read as a gather: destination {@code i} of {@code count} lies at {@code dst + i * dstStep} and is
 * computed from the sources at {@code src + i * srcStep + offsets[t]}, each times the kernel's position {@code taps[t]}. Sources out of
 * range are zero.
 */
record TapAxis(int count, int dst, int dstStep, int src, int srcStep, int[] offsets, int[] taps) {

    /** The forward direction: every output uses all kernel positions. */
    static TapAxis forward(int outputs, int kernel, int stride, int pad, int dilation) {
        var offsets = new int[kernel];
        var taps = new int[kernel];
        for (int k = 0; k < kernel; k++) {
            offsets[k] = k * dilation;
            taps[k] = k;
        }
        return new TapAxis(outputs, 0, 1, -pad, stride, offsets, taps);
    }

    /**
     * The gradient with respect to the input. Inputs that have the same remainder by the stride use the same kernel positions,
     * so that each of these phases is a dense convolution of the output's gradient.
     */
    static List<TapAxis> backward(int inputs, int kernel, int stride, int pad, int dilation) {
        var phases = new ArrayList<TapAxis>();
        for (int first = 0; first < Math.min(stride, inputs); first++) {
            phases.add(phase(inputs, kernel, stride, pad, dilation, first));
        }
        return phases;
    }

    /** Input {@code first + i * stride} takes kernel position k from output {@code i + (first + pad - k * dilation) / stride}. */
    private static TapAxis phase(int inputs, int kernel, int stride, int pad, int dilation, int first) {
        var taps = new int[kernel];
        int n = 0;
        for (int k = 0; k < kernel; k++) {
            if ((first + pad - k * dilation) % stride == 0) {
                taps[n++] = k;
            }
        }
        taps = Arrays.copyOf(taps, n);
        // Later kernel positions read earlier outputs; the last one is the origin of the offsets.
        int src = n == 0 ? 0 : (first + pad - taps[n - 1] * dilation) / stride;
        var offsets = new int[n];
        for (int t = 0; t < n; t++) {
            offsets[t] = (first + pad - taps[t] * dilation - src * stride) / stride;
        }
        int count = (inputs - first + stride - 1) / stride;
        return new TapAxis(count, first, stride, src, 1, offsets, taps);
    }

    /** How many neighbouring sources {@code destinations} neighbouring destinations read. */
    int span(int destinations) {
        int reach = 0;
        for (int offset : offsets) {
            reach = Math.max(reach, offset);
        }
        return (destinations - 1) * srcStep + reach + 1;
    }
}
