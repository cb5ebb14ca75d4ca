using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Fields;

/// <summary>
/// Writes the JSON form of field sets: members and branches of a level merged in order, <c>"."</c> for a branch that is a member too.
/// </summary>
internal sealed class FieldSetWriter : IDisposable
{
    private readonly JsonWriter _json = new(1024);
    private readonly JsonWriter _step = new(256);

    public byte[] Write(FieldSet set)
    {
        _json.Clear();
        _json.Raw("{"u8);
        WriteContents(set, isMember: false);
        _json.Raw("}"u8);
        return _json.Written.ToArray();
    }

    public void Dispose()
    {
        _json.Dispose();
        _step.Dispose();
    }

    private void WriteContents(FieldSet set, bool isMember)
    {
        var first = true;
        if (isMember && (set.Members.Count > 0 || set.Children.Count > 0))
        {
            _json.Raw("\".\":{}"u8);
            first = false;
        }

        var (m, c) = (0, 0);
        while (m < set.Members.Count || c < set.Children.Count)
        {
            var order = m == set.Members.Count ? 1 : c == set.Children.Count ? -1 : set.Members[m].CompareTo(set.Children[c].Step);
            if (!first) _json.Raw(","u8);
            first = false;
            WriteStep(order < 0 ? set.Members[m] : set.Children[c].Step);
            _json.Raw(":{"u8);
            if (order >= 0) WriteContents(set.Children[c].Fields, isMember: order == 0);
            _json.Raw("}"u8);
            if (order <= 0) m++;
            if (order >= 0) c++;
        }
    }

    private void WriteStep(PathElement step)
    {
        _step.Clear();
        switch (step.Kind)
        {
            case PathElementKind.Field:
                StepText.Plain(_step, "f:", step.FieldName!);
                break;
            case PathElementKind.Key:
                _step.Raw("k:"u8);
                StepText.Keys(_step, step.Keys);
                break;
            case PathElementKind.Value:
                _step.Raw("v:"u8);
                StepText.Value(_step, step.Content);
                break;
            default:
                _step.Raw("i:"u8);
                _step.Int(step.Content.AsInteger() ?? 0);
                break;
        }

        StepText.Quote(_json, _step.Written);
    }
}
