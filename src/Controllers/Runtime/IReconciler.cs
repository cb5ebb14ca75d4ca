using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.Runtime;

/// <summary>Brings one object's world to what it asks for. Told a key only: it reads all it needs, plans with a pure function, writes.</summary>
public interface IReconciler
{
    /// <summary>Never runs twice at once for one key. An exception counts as a failure: logged, and tried again later.</summary>
    Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel);
}
