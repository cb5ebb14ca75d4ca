using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>The rules of one resource: what its kind adds to the generic path. One class a kind, in <c>Registry/&lt;group&gt;/</c>.</summary>
/// <remarks>
/// <para>The order of a create: schema defaults → <see cref="Default"/> → <see cref="PrepareForCreate"/> → admission → ObjectMeta
/// rules → schema rules (not the strategy's business) → <see cref="Validate"/> → <see cref="Canonicalize"/> → store.</para>
/// <para>Upstream: <c>pkg/registry/&lt;group&gt;/&lt;kind&gt;/strategy.go</c>, <c>pkg/apis/&lt;group&gt;/v1/defaults.go</c>,
/// <c>pkg/apis/&lt;group&gt;/validation</c>.</para>
/// </remarks>
public abstract class Strategy<T> : UpdateStrategy<T>
    where T : class, IObject<T>
{
    /// <summary>
    /// Defaults that depend on other fields. Those that stand in the schema (<c>default J</c>) have been applied before. Runs
    /// on every write and on every object read from the store, so it returns the same instance when nothing is to be set.
    /// </summary>
    public virtual T Default(T value) => value;

    /// <summary>Clears what a client may not set on creation (the status), sets generation 1 where upstream does, drops fields of features
    /// that are off.</summary>
    public virtual T PrepareForCreate(T value, WriteContext context) => value;

    /// <summary>
    /// Rules of a new object that the schema cannot state. ObjectMeta and the schema's rules are checked elsewhere.
    /// </summary>
    public virtual void Validate(T value, FieldErrorList errors)
    {
    }

    /// <inheritdoc/>
    /// <remarks>Most kinds check the new object as on creation and then what may not change.</remarks>
    public override void ValidateUpdate(T value, T old, FieldErrorList errors) => Validate(value, errors);

    /// <summary>Adds upstream's warnings about a new object.</summary>
    public virtual void WarnOnCreate(T value, ICollection<string> warnings)
    {
    }

    /// <summary>The same meaning in the form that is stored.</summary>
    public virtual T Canonicalize(T value) => value;

    /// <summary>What the object's name must look like: one of <see cref="ObjectNames"/>.</summary>
    public virtual ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsDnsSubdomain(name, prefix);

    /// <summary>PUT of a name that does not exist creates it.</summary>
    public virtual bool AllowsCreateOnUpdate => false;

    /// <summary>PUT without a resource version replaces whatever is there.</summary>
    public virtual bool AllowsUnconditionalUpdate => true;

    /// <summary>The changes of the <c>status</c> subresource; null when the resource has none.</summary>
    public virtual UpdateStrategy<T>? Status => null;

    /// <summary>
    /// The value of a field that field selectors of this resource may name; null when it may not be named. The generic path
    /// knows <c>metadata.name</c> and <c>metadata.namespace</c>.
    /// </summary>
    public virtual string? SelectableField(T value, string field) => null;

    /// <summary>The fields <see cref="SelectableField"/> knows, for refusing others before any object is looked at.</summary>
    public virtual ListOf<string> SelectableFields => [];

    /// <summary>
    /// Seconds a deleted object lives on before it is removed; 0 removes it at once. Only pods have more. Null: the resource
    /// knows no grace at all.
    /// </summary>
    public virtual long? GracePeriodSeconds(T value, DeleteOptions options) => null;

    /// <summary>Why the object of this name is never deleted by itself; null when it may be. Deleting a whole collection does not ask.</summary>
    public virtual string? DeletionProblem(string name) => null;

    /// <summary>What deleting does with dependents when neither options nor finalizers say: true orphans them (upstream:
    /// ReplicationController, Job in v1).</summary>
    public virtual bool OrphansDependentsByDefault => false;
}
