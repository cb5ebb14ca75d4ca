using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>
/// What mutating webhooks remember of a request: when one changes the object, all plugins look at it once more, and so do those webhooks
/// before it that want to. Upstream: <c>webhook/mutating/reinvocationcontext.go</c>.
/// </summary>
internal sealed class Reinvocation
{
    private readonly HashSet<AdmissionHook> _mayBeAsked = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<AdmissionHook> _toBeAsked = new(ReferenceEqualityComparer.Instance);
    private IObject? _last;

    /// <summary>A webhook changed the object: a second round is due.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>The second round is under way; there is no third.</summary>
    public bool IsUnderWay { get; private set; }

    public int Round => IsUnderWay ? 1 : 0;

    public void Begin() => IsUnderWay = true;

    /// <summary>The webhooks get their turn. When plugins changed the object since, all of them that want to are asked again.</summary>
    public void Enter(IObject? value)
    {
        if (IsUnderWay && !Equals(value, _last)) Require();
    }

    public void Leave(IObject? value) => _last = value;

    public bool Skips(AdmissionHook hook) => IsUnderWay && !_toBeAsked.Contains(hook);

    public void Asked(AdmissionHook hook, bool hasChanged)
    {
        if (hasChanged)
        {
            Require();
            IsWanted = true;
        }

        if (hook.WantsReinvocation) _mayBeAsked.Add(hook);
    }

    private void Require()
    {
        _toBeAsked.UnionWith(_mayBeAsked);
        _mayBeAsked.Clear();
    }
}
