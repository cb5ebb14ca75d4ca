using System.Buffers;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>The text of a field set under construction, and where the members of the levels being written stand in it.</summary>
/// <remarks>
/// Members are ordered by rank (declared fields) or by the text they are known by: names of map members by their bytes, keys and
/// values of items by what they stand for. Rents its memory: <see cref="Dispose"/> gives it back.
/// </remarks>
internal ref struct FieldBuffer
{
    /// <summary>A level whose members come out of order must not have more than this, or the writer gives up.</summary>
    private const int MostToSort = 64;

    private const int MostKeys = 8;

    private readonly (int At, int Length)[] _keys;
    private byte[] _bytes;
    private Member[] _members;
    private int _count;

    public FieldBuffer(int size)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(size);
        _members = ArrayPool<Member>.Shared.Rent(64);
        _keys = ArrayPool<(int, int)>.Shared.Rent(MostKeys);
    }

    public int Length { get; private set; }

    /// <summary>Room to note where the keys of one item stand.</summary>
    public readonly Span<(int At, int Length)> Keys => _keys.AsSpan(0, MostKeys);

    public readonly byte this[int index]
    {
        get => _bytes[index];
        set => _bytes[index] = value;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<Member>.Shared.Return(_members);
        ArrayPool<(int, int)>.Shared.Return(_keys);
    }

    public void Write(scoped ReadOnlySpan<byte> text)
    {
        if (Length + text.Length > _bytes.Length) Grow(text.Length);
        text.CopyTo(_bytes.AsSpan(Length));
        Length += text.Length;
    }

    public void Truncate(int length) => Length = length;

    /// <summary>What was written from a place on.</summary>
    public readonly ReadOnlySpan<byte> TextFrom(int start) => _bytes.AsSpan(start, Length - start);

    /// <summary>The text, whose first byte is a comma, as an object; valid until the next write.</summary>
    public ReadOnlySpan<byte> ToObject()
    {
        Write("}"u8);
        _bytes[0] = (byte)'{';
        return _bytes.AsSpan(0, Length);
    }

    public readonly int BeginLevel() => _count;

    /// <summary>Notes a declared field that was written from <paramref name="start"/> on.</summary>
    public void Add(int start, int rank) => Add(new Member(start, Length, rank, 0, IsItem: false));

    /// <summary>Notes a member of a map, whose name stands in the text.</summary>
    public void AddName(int start, int text, int size) => Add(new Member(start, Length, text, size, IsItem: false));

    /// <summary>Notes an item of a list, whose keys or value stand in the text.</summary>
    public void AddItem(int start, int text, int size) => Add(new Member(start, Length, text, size, IsItem: true));

    /// <summary>Puts the members of a level in order; false when two are the same, or too many are out of order.</summary>
    public bool EndLevel(int level)
    {
        var members = _members.AsSpan(level, _count - level);
        _count = level;
        var sorted = true;
        for (var i = 1; i < members.Length && sorted; i++) sorted = Compare(members[i - 1], members[i]) < 0;
        if (sorted) return true;
        if (members.Length > MostToSort) return false;
        var (start, end) = (members[0].Start, Length);
        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var at = i;
            for (; at > 0 && Compare(member, members[at - 1]) is var order && order <= 0; at--)
            {
                if (order == 0) return false;
                members[at] = members[at - 1];
            }

            members[at] = member;
        }

        // Write the members in order behind the level, and move them back over it.
        foreach (ref readonly var member in members)
        {
            if (Length + member.End - member.Start > _bytes.Length) Grow(member.End - member.Start);
            _bytes.AsSpan(member.Start, member.End - member.Start).CopyTo(_bytes.AsSpan(Length));
            Length += member.End - member.Start;
        }

        _bytes.AsSpan(end, Length - end).CopyTo(_bytes.AsSpan(start));
        Length = end;
        return true;
    }

    private void Add(Member member)
    {
        if (_count == _members.Length)
        {
            var larger = ArrayPool<Member>.Shared.Rent(_count * 2);
            _members.AsSpan(0, _count).CopyTo(larger);
            ArrayPool<Member>.Shared.Return(_members);
            _members = larger;
        }

        _members[_count++] = member;
    }

    private void Grow(int more)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, Length + more));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    private readonly int Compare(Member left, Member right)
    {
        if (left.Size == 0 && right.Size == 0) return left.Key.CompareTo(right.Key);
        var a = _bytes.AsSpan(left.Key, left.Size);
        var b = _bytes.AsSpan(right.Key, right.Size);
        return left.IsItem ? ItemOrder.Compare(a, b) : a.SequenceCompareTo(b);
    }

    private readonly record struct Member(int Start, int End, int Key, int Size, bool IsItem);
}
