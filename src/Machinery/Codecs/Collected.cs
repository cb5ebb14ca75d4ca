using System.Runtime.CompilerServices;

namespace Kybernet.Machinery.Codecs;

/// <summary>
/// Collects items whose number is not known beforehand into an array of exactly the right size. The first eight stay on the
/// stack: most lists of the API are shorter.
/// </summary>
internal ref struct Collected<T>
{
    private Eight _first;
    private T[]? _more;
    private int _count;

    public void Add(T item)
    {
        if (_count < 8)
        {
            _first[_count++] = item;
            return;
        }

        _more ??= new T[16];
        if (_count - 8 == _more.Length) Array.Resize(ref _more, _more.Length * 2);
        _more[_count++ - 8] = item;
    }

    public readonly T[] ToArray()
    {
        if (_count == 0) return [];
        var items = new T[_count];
        var head = Math.Min(_count, 8);
        for (var i = 0; i < head; i++) items[i] = _first[i];
        if (_count > 8) _more.AsSpan(0, _count - 8).CopyTo(items.AsSpan(8));
        return items;
    }

    [InlineArray(8)]
    private struct Eight
    {
        private T _item;
    }
}
