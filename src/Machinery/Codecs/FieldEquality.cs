using System.Runtime.CompilerServices;

namespace Kybernet.Machinery.Codecs;

/// <summary>The pieces of the generated equality: a zero value equals an absent one wherever presence does not matter.</summary>
public static class FieldEquality
{
    /// <summary>For strings whose absence is the empty string.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Same(string? left, string? right) =>
        (object?)left == right || string.Equals(left ?? "", right ?? "", StringComparison.Ordinal);

    /// <summary>For records whose absence is the empty record.</summary>
    public static bool Same<T>(T? left, T? right)
        where T : class, IApiMessage<T> =>
        ReferenceEquals(left, right) || (left ?? T.Empty).Equals(right ?? T.Empty);

    public static int Hash(string? value) => string.IsNullOrEmpty(value) ? 0 : value.GetHashCode(StringComparison.Ordinal);

    public static int Hash<T>(T? value)
        where T : class, IApiMessage<T> =>
        (value ?? T.Empty).GetHashCode();

    public static int Mix(int hash, int next) => unchecked((hash * 31) + next);
}
