using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Admission.Webhooks;

/// <summary>
/// When somebody who is not built in changes an object, all plugins look at it once more, and so do those before him that want to; never a third
/// time. Upstream: <c>admission/reinvocation.go</c>.
/// </summary>
internal sealed class Reinvocation
{
    /// <summary>The object was changed: a second round is due.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>The second round is under way; there is no third.</summary>
    public bool IsUnderWay { get; private set; }

    public int Round => IsUnderWay ? 1 : 0;

    /// <summary>Of mutating webhooks.</summary>
    public Turns Webhooks => field ??= new(this);

    /// <summary>Of mutating policies.</summary>
    public Turns Policies => field ??= new(this);

    public void Begin() => IsUnderWay = true;

    /// <summary>
    /// What one plugin remembers of a request: who had his turn. Upstream: <c>webhook/mutating/reinvocationcontext.go</c>, and the same of policies.
    /// </summary>
    public sealed class Turns(Reinvocation rounds)
    {
        private readonly HashSet<object> _mayBeAsked = [];
        private readonly HashSet<object> _toBeAsked = [];
        private IObject? _last;

        public int Round => rounds.Round;

        /// <summary>They get their turn. When plugins changed the object since, all of them that want to are asked again.</summary>
        public void Enter(IObject? value)
        {
            if (rounds.IsUnderWay && !Equals(value, _last)) Require();
        }

        public void Leave(IObject? value) => _last = value;

        public bool Skips(object who) => rounds.IsUnderWay && !_toBeAsked.Contains(who);

        /// <param name="who">Had his turn.</param>
        /// <param name="wantsMore">And wants another when the object is changed after it.</param>
        /// <param name="hasChanged">He changed the object.</param>
        public void Asked(object who, bool wantsMore, bool hasChanged)
        {
            if (hasChanged)
            {
                Require();
                rounds.IsWanted = true;
            }

            if (wantsMore) _mayBeAsked.Add(who);
        }

        private void Require()
        {
            _toBeAsked.UnionWith(_mayBeAsked);
            _mayBeAsked.Clear();
        }
    }
}
