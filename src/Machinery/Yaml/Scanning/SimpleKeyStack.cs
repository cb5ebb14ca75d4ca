namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>The possible simple key of each open flow level, the block level's first.</summary>
internal sealed class SimpleKeyStack
{
    private readonly ScanState _state;
    private readonly TokenQueue _queue;
    private readonly List<SimpleKey?> _levels = [null];

    /// <summary>The level whose key has the lowest token number, which is the lowest level that has one.</summary>
    private int _lowest;

    public SimpleKeyStack(ScanState state, TokenQueue queue)
    {
        _state = state;
        _queue = queue;
    }

    /// <summary>True while the next token to be taken may yet turn out to be the first of a key.</summary>
    public bool MayStartAtHead()
    {
        while (_lowest < _levels.Count)
        {
            if (_levels[_lowest] is { } key)
            {
                if (key.Token > _queue.HeadNumber) return false;
                if (key.Token == _queue.HeadNumber && IsValid(_lowest, key)) return true;
                if (_state.HasFailed) return false;
                _levels[_lowest] = null;
            }

            _lowest++;
        }

        return false;
    }

    /// <summary>Notes that a key may start here, if one may.</summary>
    public bool Save()
    {
        if (!_state.IsSimpleKeyAllowed) return true;
        if (!Drop()) return false;
        var mark = _state.Cursor.Mark;
        var isRequired = _state.FlowLevel == 0 && _state.Indent == mark.Column;
        _levels[^1] = new(_queue.NextNumber, isRequired, mark);
        _lowest = Math.Min(_lowest, _levels.Count - 1);
        return true;
    }

    /// <summary>Gives up the possible key of this level.</summary>
    public bool Drop()
    {
        if (_levels[^1] is { IsRequired: true }) return FailRequired();
        _levels[^1] = null;
        return true;
    }

    /// <summary>Takes the possible key of this level, if the reading place is in its reach.</summary>
    public SimpleKey? TakeValid()
    {
        if (_levels[^1] is not { } key || !IsValid(_levels.Count - 1, key)) return null;
        _levels[^1] = null;
        return key;
    }

    public bool OpenFlow()
    {
        _levels.Add(null);
        _state.FlowLevel++;
        return _state.FlowLevel <= _state.MaxDepth || _state.Fail($"exceeded max depth of {_state.MaxDepth}");
    }

    public void CloseFlow()
    {
        if (_state.FlowLevel == 0) return;
        _state.FlowLevel--;
        _levels.RemoveAt(_levels.Count - 1);
    }

    private bool IsValid(int level, SimpleKey key)
    {
        if (key.CanReach(_state.Cursor.Mark)) return true;
        if (key.IsRequired) FailRequired();
        _levels[level] = null;
        return false;
    }

    private bool FailRequired() => _state.Fail("could not find expected ':'");
}
