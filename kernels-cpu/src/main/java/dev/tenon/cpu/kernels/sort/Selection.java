package dev.tenon.cpu.kernels.sort;

import dev.tenon.cpu.engine.Lane;

/** Finds the element of one rank in a row, with the median of three as the pivot; NaN is above everything. */
final class Selection {
    private final long[] keys;
    private final int[] places;
    /** Where the larger elements begin after a partition. */
    private int above;

    Selection(int n) {
        this.keys = new long[n];
        this.places = new int[n];
    }

    /** Where the element of rank {@code k}, from 0, stands in the row at {@code p}. */
    int run(Lane lane, long p, int k) {
        for (int i = 0; i < keys.length; i++) {
            keys[i] = RowOrder.key(lane, p, i);
            places[i] = i;
        }
        int left = 0;
        int right = keys.length - 1;
        while (right > left + 1) {
            int pivot = partition(left, right);
            if (pivot == k) {
                return places[k];
            }
            left = pivot < k ? above : left;
            right = pivot > k ? pivot - 1 : right;
        }
        if (right == left + 1 && keys[left] > keys[right]) {
            swap(left, right);
        }
        return places[k];
    }

    /** Smaller elements before the pivot and larger ones behind it; the pivot's place. */
    private int partition(int left, int right) {
        swap(left + (right - left) / 2, left + 1);
        order(left + 1, right);
        order(left, right);
        order(left + 1, left);
        long pivot = keys[left];
        int i = left + 1;
        int j = right;
        while (true) {
            do {
                i++;
            } while (keys[i] < pivot);
            do {
                j--;
            } while (keys[j] > pivot);
            if (j < i) {
                swap(left, j);
                above = i;
                return j;
            }
            swap(i, j);
        }
    }

    /** Puts the smaller of two elements at the first place. */
    private void order(int first, int second) {
        if (keys[first] > keys[second]) {
            swap(first, second);
        }
    }

    private void swap(int i, int j) {
        long key = keys[i];
        keys[i] = keys[j];
        keys[j] = key;
        int place = places[i];
        places[i] = places[j];
        places[j] = place;
    }
}
