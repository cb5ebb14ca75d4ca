using System.Text;

namespace Kybernet.Machinery.Yaml.Writing;

/// <summary>The order upstream's YAML writer puts keys in: numbers within names by value, letters behind everything else.</summary>
/// <remarks>
/// Names are compared at the first character they differ in. Two letters: by code point. One letter: the other character
/// comes first. No letter: the numbers that start there are compared by value, then by length, then the characters by code
/// point. A number with a leading zero there is part of the one before, if that has a digit that isn't zero.
/// </remarks>
internal static class NaturalKeyOrder
{
    public static int Compare(Rune[] left, Rune[] right)
    {
        var common = Math.Min(left.Length, right.Length);
        var at = 0;
        while (at < common && left[at] == right[at]) at++;
        if (at == common) return left.Length.CompareTo(right.Length);
        var isLeftLetter = Rune.IsLetter(left[at]);
        var isRightLetter = Rune.IsLetter(right[at]);
        if (isLeftLetter && isRightLetter) return left[at].CompareTo(right[at]);
        if (isLeftLetter || isRightLetter) return isRightLetter ? -1 : 1;
        var isInNumber = (left[at].Value == '0' || right[at].Value == '0') && HasNumberBefore(left, at);
        var leftNumber = NumberAt(left, at, isInNumber, out var leftEnd);
        var rightNumber = NumberAt(right, at, isInNumber, out var rightEnd);
        if (leftNumber != rightNumber) return leftNumber.CompareTo(rightNumber);
        return leftEnd != rightEnd ? leftEnd.CompareTo(rightEnd) : left[at].CompareTo(right[at]);
    }

    /// <summary>The order of the names: their positions, sorted stably.</summary>
    /// <remarks>Not .NET's sort, which may refuse an order that isn't consistent for every three names, as this one isn't.</remarks>
    public static int[] Sort(Rune[][] names)
    {
        var order = new int[names.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Sort(names, order, new int[order.Length], 0, order.Length);
        return order;
    }

    private static void Sort(Rune[][] names, int[] order, int[] spare, int start, int end)
    {
        if (end - start <= 12)
        {
            for (var i = start + 1; i < end; i++)
                for (var j = i; j > start && Compare(names[order[j]], names[order[j - 1]]) < 0; j--)
                    (order[j], order[j - 1]) = (order[j - 1], order[j]);
            return;
        }

        var middle = start + ((end - start) / 2);
        Sort(names, order, spare, start, middle);
        Sort(names, order, spare, middle, end);
        order.AsSpan(start, end - start).CopyTo(spare.AsSpan(start));
        for (int to = start, left = start, right = middle; to < end; to++)
        {
            var takesRight = left == middle || (right < end && Compare(names[spare[right]], names[spare[left]]) < 0);
            order[to] = takesRight ? spare[right++] : spare[left++];
        }
    }

    private static bool HasNumberBefore(Rune[] name, int at)
    {
        for (var i = at - 1; i >= 0 && Rune.IsDigit(name[i]); i--)
            if (name[i].Value != '0') return true;
        return false;
    }

    /// <summary>Very long numbers wrap around, as upstream's do.</summary>
    private static long NumberAt(Rune[] name, int at, bool isInNumber, out int end)
    {
        var number = isInNumber ? 1L : 0;
        for (end = at; end < name.Length && Rune.IsDigit(name[end]); end++) number = unchecked((number * 10) + name[end].Value - '0');
        return number;
    }
}
