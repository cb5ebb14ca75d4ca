namespace Kybernet.Machinery.Patch.Strategic;

/// <summary>
/// Changes a live list the way Go's slices change under upstream's hands: what is deleted closes up in place, what is appended fills
/// the room at the end, and the list keeps its length.
/// </summary>
/// <remarks>
/// The list so changed is what <c>$setElementOrder</c> takes for the server's order afterwards, and its tests hold the outcome:
/// <c>[1 2 4]</c>, with 1 deleted and 3 appended, becomes <c>[2 4 3]</c>, and so 4 comes before 3.
/// </remarks>
internal sealed class SliceWindow(PatchList list)
{
    private int _length = list.Count;
    private bool _isDetached;

    public void Remove(Predicate<object?> match)
    {
        for (var i = 0; i < _length;)
        {
            if (!match(list[i]))
            {
                i++;
                continue;
            }

            for (var j = i; j + 1 < _length; j++) list[j] = list[j + 1];
            _length--;
        }
    }

    public void Append(object? item)
    {
        if (!_isDetached && _length < list.Count) list[_length++] = item;
    }

    /// <summary>The merge goes on with another list.</summary>
    public void Detach() => _isDetached = true;
}
