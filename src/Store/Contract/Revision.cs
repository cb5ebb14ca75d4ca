namespace Kybernet.Store;

/// <summary>A value of the store's one revision counter.</summary>
/// <remarks>
/// <para>A new store stands at 1; each transaction that changes something takes the next number, and all its events carry it.</para>
/// <para>Zero is "none": in a request "the current one", in a <see cref="KeyValue"/> "no such key".</para>
/// </remarks>
public readonly record struct Revision(long Value) : IComparable<Revision>
{
    public static Revision None => default;

    /// <summary>Where a store nobody has written to stands.</summary>
    public static Revision Initial => new(1);

    public bool IsNone => Value == 0;

    public Revision Next => new(Value + 1);

    public Revision Before => new(Value - 1);

    public int CompareTo(Revision other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(Revision left, Revision right) => left.Value < right.Value;

    public static bool operator >(Revision left, Revision right) => left.Value > right.Value;

    public static bool operator <=(Revision left, Revision right) => left.Value <= right.Value;

    public static bool operator >=(Revision left, Revision right) => left.Value >= right.Value;
}
